/** An order while it is being written: what the phone keeps, and the steps that change it. Pure. */
import * as v from "valibot";
import { regimeOf, type RegimeName } from "@/compliance/qualifications/papers";
import type { Product } from "@/catalog/products/product";
import { SHELF_LIFE_MONTHS_MAX } from "@/customers/accounts/customerForm";
import { lineFen, samePrice } from "./amounts";

export const LINES_MAX = 100;
export const QUANTITY_MAX = 999_999;

export interface FormLine {
  lineId: string;
  productId: string;
  name: string;
  catalogueNumber: string;
  specification: string;
  unit: string;
  piecesPerCase: number;
  storageClass: string;
  regime: RegimeName;
  quantity: number;
  /** Yuan a piece as last read from the server; null while it is not known. */
  shownPrice: string | null;
  isList: boolean;
  listPrice: string | null;
  /** What the salesperson asks for instead; null: the shown price. */
  askedPrice: string | null;
  /** The shown price before it moved while this order lay here. */
  priceWas: string | null;
}

export interface OrderForm {
  customerId: string | null;
  customerName: string;
  siteId: string | null;
  receiver: string;
  receiverPhone: string;
  invoiceTitle: string;
  wantedOn: string | null;
  purchaseNumber: string;
  buyer: string;
  note: string;
  shelfLifeMonths: number | null;
  repeatsId: string | null;
  /** When the prices shown were last read. */
  pricesAsOf: string | null;
  lines: FormLine[];
  /** The submitted order that this changes. */
  changes: { number: string; version: number } | null;
  /** The change that is under way, kept until it is answered: sending it twice acts once. */
  commandId: string | null;
  /** The refused command of the queue that this takes the place of. */
  supersedes: string | null;
  /** The server's sentence about the submission that was refused. */
  refusedBecause: string | null;
}

export const emptyForm = (): OrderForm => ({
  customerId: null,
  customerName: "",
  siteId: null,
  receiver: "",
  receiverPhone: "",
  invoiceTitle: "",
  wantedOn: null,
  purchaseNumber: "",
  buyer: "",
  note: "",
  shelfLifeMonths: null,
  repeatsId: null,
  pricesAsOf: null,
  lines: [],
  changes: null,
  commandId: null,
  supersedes: null,
  refusedBecause: null,
});

const text = v.fallback(v.string(), "");
const maybe = v.fallback(v.nullable(v.string()), null);
const LINE = v.object({
  lineId: v.string(),
  productId: v.string(),
  name: text,
  catalogueNumber: text,
  specification: text,
  unit: text,
  piecesPerCase: v.fallback(v.pipe(v.number(), v.integer(), v.minValue(1)), 1),
  storageClass: text,
  regime: v.pipe(v.string(), v.transform(regimeOf)),
  quantity: v.fallback(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(QUANTITY_MAX)), 1),
  shownPrice: maybe,
  isList: v.fallback(v.boolean(), true),
  listPrice: maybe,
  askedPrice: maybe,
  priceWas: maybe,
});
const FORM = v.object({
  customerId: maybe,
  customerName: text,
  siteId: maybe,
  receiver: text,
  receiverPhone: text,
  invoiceTitle: text,
  wantedOn: maybe,
  purchaseNumber: text,
  buyer: text,
  note: text,
  shelfLifeMonths: v.fallback(
    v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(SHELF_LIFE_MONTHS_MAX))),
    null,
  ),
  repeatsId: maybe,
  pricesAsOf: maybe,
  lines: v.pipe(v.array(LINE), v.maxLength(LINES_MAX)),
  changes: v.fallback(v.nullable(v.object({ number: v.string(), version: v.number() })), null),
  commandId: maybe,
  supersedes: maybe,
  refusedBecause: maybe,
});

/** A draft as it was stored, perhaps by an older version; null when it is not understood. */
export function acceptForm(stored: unknown): OrderForm | null {
  const understood = v.safeParse(FORM, stored);
  return understood.success ? understood.output : null;
}

export const priceOf = (line: FormLine): string | null => line.askedPrice ?? line.shownPrice;

export const amountOf = (line: FormLine): number => lineFen(priceOf(line) ?? "0", line.quantity);

export const totalOf = (lines: readonly FormLine[]): number =>
  lines.reduce((sum, line) => sum + amountOf(line), 0);

export const isPriceChange = (line: FormLine): boolean =>
  line.askedPrice !== null && line.shownPrice !== null && !samePrice(line.askedPrice, line.shownPrice);

/** Adds pieces of a product: to its line if it has one, else as a new line at the end. */
export function withProduct(
  lines: readonly FormLine[],
  product: Product,
  quantity: number,
  newId: () => string,
): FormLine[] {
  const known = lines.find(({ productId }) => productId === product.id);
  if (known !== undefined) {
    const more = Math.min(QUANTITY_MAX, known.quantity + quantity);
    return lines.map((line) => (line === known ? { ...line, quantity: more } : line));
  }
  if (lines.length >= LINES_MAX) return [...lines];
  const line: FormLine = {
    lineId: newId(),
    productId: product.id,
    quantity,
    askedPrice: null,
    priceWas: null,
    ...factsOf(product),
  };
  return [...lines, line];
}

/** The lines with what the server says of their products now; a price that moved meanwhile says what it was. */
export function refreshed(lines: readonly FormLine[], products: readonly Product[]): FormLine[] {
  const byId = new Map(products.map((product) => [product.id, product]));
  return lines.map((line) => {
    const product = byId.get(line.productId);
    if (product === undefined) return line;
    const facts = factsOf(product);
    const moved =
      line.shownPrice !== null && facts.shownPrice !== null && !samePrice(line.shownPrice, facts.shownPrice);
    return { ...line, ...facts, priceWas: moved ? line.shownPrice : line.priceWas };
  });
}

function factsOf(product: Product) {
  const price = product.priceFor ?? null;
  return {
    name: product.name,
    catalogueNumber: product.catalogueNumber,
    specification: product.specification,
    unit: product.unit,
    piecesPerCase: product.piecesPerCase,
    storageClass: product.storageClass,
    regime: product.regime,
    shownPrice: price?.unitPrice ?? product.listPrice,
    isList: price?.isList ?? true,
    listPrice: product.listPrice,
  };
}
