/** What a code comes to on this phone, before the network has said anything: colour, sound and sentence go by it. */
import type { Answer, Label } from "@scanners/answer";
import type { FindGoods, FoundGoods } from "@/inventory/goods/goods";
import { lotStatus } from "@/inventory/lots/shownLot";
import { STATUSES, type StatusName } from "@/ui/statuses";

export type ScanTone = "good" | "warning" | "refused";

export interface Scanned {
  readonly tone: ScanTone;
  /** null when nothing or several things can be read. */
  readonly label: Label | null;
  readonly readings: readonly Label[];
  readonly found: FoundGoods | null;
  /** Of the lot as it is kept, expired as of `today`; null when the lot is not kept. */
  readonly status: StatusName | null;
  readonly expiresOn: string | null;
}

/** `choice` is the reading that the person chose; `today` the site's day. */
export function scanned(
  answer: Answer,
  choice: number | null,
  find: FindGoods | null,
  today: string,
): Scanned {
  const read =
    answer.outcome === "label"
      ? answer
      : answer.outcome === "ambiguous" && choice !== null
        ? (answer.readings[choice] ?? null)
        : null;
  const readings = answer.outcome === "ambiguous" && read === null ? answer.readings : [];
  if (read === null) {
    const tone = readings.length > 0 ? "warning" : "refused";
    return { tone, label: read, readings, found: null, status: null, expiresOn: null };
  }
  const found = find?.(read) ?? null;
  const lot = found?.lot ?? null;
  // A label of our own says which lot; what it is called stands on our books.
  const label = read.lotId === null ? read : { ...read, lot: lot?.lotNumber ?? null };
  const expiresOn = lot?.expiresOn ?? label.expiresOn;
  const isExpired = expiresOn !== null && expiresOn < today;
  const status = lot === null ? null : lotStatus({ state: lot.state, expired: isExpired });
  return {
    tone: toneOf(status, isExpired, disagrees(label, found)),
    label,
    readings,
    found,
    status,
    expiresOn,
  };
}

/** The label names an expiry other than the one on our books: one of the two is wrong, and nobody may guess which. */
export function disagrees({ expiresOn }: Label, found: FoundGoods | null): boolean {
  return expiresOn !== null && found !== null && found.lot !== null && found.lot.expiresOn !== expiresOn;
}

function toneOf(status: StatusName | null, isExpired: boolean, disagreement: boolean): ScanTone {
  if (isExpired) return "refused";
  const colour = status === null ? "green" : STATUSES[status].tone;
  if (colour === "red") return "refused";
  return colour === "yellow" || disagreement ? "warning" : "good";
}
