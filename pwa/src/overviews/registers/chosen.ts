/** What of a register is wanted. It stands in the address, so that back, reload and a shared link show the same. */
import type { LocationQuery } from "vue-router";
import { day } from "@/i18n/formats";

export type Kind = "sales" | "rechecks" | "handovers";
export const KINDS: readonly Kind[] = ["sales", "rechecks", "handovers"];
export const DAYS_SHOWN = 30;
const MILLISECONDS_PER_DAY = 86_400_000;

export interface Chosen {
  readonly kind: Kind;
  readonly from: string | null;
  readonly to: string | null;
  readonly customer: Choice | null;
  readonly product: Choice | null;
  readonly lot: string;
}

/** An id and the name it was chosen by: the address carries both, or a reload could not say what is chosen. */
export interface Choice {
  readonly id: string;
  readonly name: string;
}

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const LOT_CHARACTERS_MAX = 40;

/** From an address; what makes no sense in it is left out. Without any days, the last thirty. */
export function readChosen(query: LocationQuery, now: Date): Chosen {
  const text = (name: string): string => {
    const value = query[name];
    return typeof value === "string" ? value : "";
  };
  const date = (name: string): string | null => (isDay(text(name)) ? text(name) : null);
  const choice = (name: string): Choice | null =>
    ID.test(text(name)) ? { id: text(name), name: text(`${name}Name`) || text(name) } : null;
  const kind = KINDS.find((known) => known === text("kind")) ?? "sales";
  const untouched = query["from"] === undefined && query["to"] === undefined;
  return {
    kind,
    from: untouched ? day(new Date(now.getTime() - DAYS_SHOWN * MILLISECONDS_PER_DAY)) : date("from"),
    to: date("to"),
    customer: choice("customer"),
    product: choice("product"),
    lot: text("lot").slice(0, LOT_CHARACTERS_MAX),
  };
}

/** For the address. Both days are always named, or an emptied one would come back as the default. */
export function writtenChosen({ kind, from, to, customer, product, lot }: Chosen): Record<string, string> {
  return {
    kind,
    from: from ?? "",
    to: to ?? "",
    ...(customer === null ? {} : { customer: customer.id, customerName: customer.name }),
    ...(product === null ? {} : { product: product.id, productName: product.name }),
    ...(lot === "" ? {} : { lot }),
  };
}

/** Why nothing can be asked for by this choice: the days stand the wrong way round. */
export const isInverted = ({ from, to }: Chosen): boolean => from !== null && to !== null && from > to;

/** As the server's `RegisterFilter`. */
export function filterOf({ from, to, customer, product, lot }: Chosen): {
  firstDay: string | null;
  lastDay: string | null;
  customerId: string | null;
  productId: string | null;
  lot: string | null;
} {
  return {
    firstDay: from,
    lastDay: to,
    customerId: customer?.id ?? null,
    productId: product?.id ?? null,
    lot: lot === "" ? null : lot,
  };
}

/** Where the file of this choice is fetched from. */
export function fileAddress({ kind, from, to, customer, product, lot }: Chosen, form: "csv" | "pdf"): string {
  const asked = new URLSearchParams();
  const given = { from, to, customer: customer?.id ?? null, product: product?.id ?? null, lot };
  for (const [name, value] of Object.entries(given))
    if (value !== null && value !== "") asked.set(name, value);
  const query = asked.toString();
  return `/registers/${kind}.${form}${query === "" ? "" : `?${query}`}`;
}

function isDay(text: string): boolean {
  if (!DAY.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
