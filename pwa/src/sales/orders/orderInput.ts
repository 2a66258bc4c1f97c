/** From the form to what is sent, and what still stops it. Pure. */
import { day } from "@/i18n/formats";
import { LINES_MAX, priceOf, type FormLine, type OrderForm } from "./orderForm";

export interface OrderLineContent {
  readonly lineId: string;
  readonly productId: string;
  readonly quantity: string;
  readonly unitPrice: string;
  readonly shownPrice: string;
}

export interface OrderContent {
  readonly customerId: string;
  readonly siteId: string;
  readonly receiver: string;
  readonly receiverPhone: string;
  readonly invoiceTitle: string;
  readonly pricesAsOf: string;
  readonly lines: readonly OrderLineContent[];
  readonly wantedOn: string | null;
  readonly purchaseNumber: string | null;
  readonly buyer: string | null;
  readonly note: string | null;
  readonly shelfLifeMonthsMin: number | null;
  readonly repeatsId: string | null;
}

/** The first thing that is still missing, in the order of the page. */
export type Gap =
  | "customer"
  | "lines"
  | "tooManyLines"
  | "prices"
  | "site"
  | "receiver"
  | "phone"
  | "wantedOn"
  | "invoiceTitle";

/** Goods cannot arrive before they are ordered, and nobody's order waits for more than a year: the server's own rule. */
const WANTED_DAYS_AHEAD_MAX = 366;

export const lastWantedDay = (today: string): string => {
  const last = new Date(`${today}T00:00:00Z`);
  last.setUTCDate(last.getUTCDate() + WANTED_DAYS_AHEAD_MAX);
  return last.toISOString().slice(0, 10);
};

/** `today` as the person's calendar has it. */
export function gapOf(form: OrderForm, today: string = day(new Date())): Gap | null {
  if (form.customerId === null) return "customer";
  if (form.lines.length === 0) return "lines";
  if (form.lines.length > LINES_MAX) return "tooManyLines";
  if (form.pricesAsOf === null || form.lines.some(({ shownPrice }) => shownPrice === null)) return "prices";
  if (form.siteId === null) return "site";
  if (form.receiver.trim() === "") return "receiver";
  if (!isPhone(form.receiverPhone)) return "phone";
  if (form.wantedOn !== null && (form.wantedOn < today || form.wantedOn > lastWantedDay(today)))
    return "wantedOn";
  if (form.invoiceTitle.trim() === "") return "invoiceTitle";
  return null;
}

/** Digits with the usual marks between them, at least seven: a landline without its area code. */
export const isPhone = (text: string): boolean =>
  /^[+\d][\d\s()–-]{5,30}$/.test(text.normalize("NFKC").trim()) && (text.match(/\d/g) ?? []).length >= 7;

/** The order's content, or null while something is missing. */
export function contentOf(form: OrderForm, today: string = day(new Date())): OrderContent | null {
  const { customerId, siteId, pricesAsOf } = form;
  if (gapOf(form, today) !== null || customerId === null || siteId === null || pricesAsOf === null)
    return null;
  return {
    customerId,
    siteId,
    receiver: form.receiver.trim(),
    receiverPhone: form.receiverPhone.normalize("NFKC").trim(),
    invoiceTitle: form.invoiceTitle.trim(),
    pricesAsOf,
    lines: form.lines.flatMap(lineContent),
    wantedOn: form.wantedOn,
    purchaseNumber: orNull(form.purchaseNumber),
    buyer: orNull(form.buyer),
    note: orNull(form.note),
    shelfLifeMonthsMin: form.shelfLifeMonths,
    repeatsId: form.repeatsId,
  };
}

function lineContent(line: FormLine): OrderLineContent[] {
  const unitPrice = priceOf(line);
  if (unitPrice === null || line.shownPrice === null) return [];
  const { lineId, productId, quantity, shownPrice } = line;
  return [{ lineId, productId, quantity: String(quantity), unitPrice, shownPrice }];
}

const orNull = (text: string): string | null => (text.trim() === "" ? null : text.trim());
