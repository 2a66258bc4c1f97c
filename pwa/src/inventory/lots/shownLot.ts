/** A lot of the server as the ui kit's card shows it, and what its state looks like. */
import { storageClassOf } from "../storage";
import type { ShownLot } from "@/ui/LotCard.vue";
import type { StatusName } from "@/ui/statuses";

interface ServedLot {
  readonly productName: string;
  readonly specification: string;
  readonly catalogueNumber: string;
  readonly lotNumber: string;
  readonly expiresOn: string;
  readonly expiryWord: string | null;
  readonly expiryPrinted: string | null;
  readonly state: string;
  readonly expired: boolean | null;
  readonly storageClass: string;
  readonly unit: string;
  readonly quantities: { readonly inStock: string } | null;
  readonly product: { readonly piecesPerCase: number } | null;
}

const STATES: Readonly<Record<string, StatusName>> = {
  accepted: "accepted",
  pending: "pending",
  on_hold: "onHold",
  rejected: "rejected",
  recalled: "recalled",
};

/** A lot that is past its last day is expired, whatever else it was. */
export function lotStatus({ state, expired }: Pick<ServedLot, "state" | "expired">): StatusName {
  return expired === true ? "expired" : (STATES[state] ?? "pending");
}

/** The expiry in the maker's words, where they say more than the last usable day does; null otherwise. */
export function asPrinted(
  { expiryWord, expiryPrinted }: Pick<ServedLot, "expiryWord" | "expiryPrinted">,
  expiresOn: string,
): string | null {
  if (expiryWord === null || expiryPrinted === null || expiryPrinted === expiresOn) return null;
  return `${expiryWord} ${expiryPrinted}`;
}

export function shownLot(lot: ServedLot, location: string | null = null): ShownLot {
  return {
    product: lot.productName,
    specification: lot.specification,
    catalogueNumber: lot.catalogueNumber,
    lot: lot.lotNumber,
    expiresOn: lot.expiresOn,
    printed: asPrinted(lot, lot.expiresOn),
    status: lotStatus(lot),
    storageClass: storageClassOf(lot.storageClass),
    quantity: Number(lot.quantities?.inStock ?? 0),
    unit: lot.unit,
    perCase: lot.product?.piecesPerCase ?? null,
    location,
  };
}
