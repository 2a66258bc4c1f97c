/** A form from an order that is there already: to go on with a draft, to change what was submitted, or to order it again. */
import type { JsonObject } from "@offline/digest";
import * as v from "valibot";
import { regimeOf } from "@/compliance/qualifications/papers";
import { samePrice } from "./amounts";
import { emptyForm, QUANTITY_MAX, type FormLine, type OrderForm } from "./orderForm";
import type { Order } from "./useOrders";

/** 再来一单: same goods and place, today's prices, and nothing that belonged to that one purchase. */
export function repeatOf(order: Order, newId: () => string): OrderForm {
  return {
    ...headerOf(order),
    purchaseNumber: "",
    note: "",
    wantedOn: null,
    repeatsId: order.id,
    lines: order.lines.map((line) => ({ ...lineOf(line, newId), shownPrice: null, askedPrice: null })),
  };
}

/** The order as it stands, to be changed under its own number (or finished, while it is a draft). */
export function changeOf(order: Order, newId: () => string): OrderForm {
  return {
    ...headerOf(order),
    lines: order.lines.map((line) => lineOf(line, newId)),
    changes: order.number === null ? null : { number: order.number, version: order.version },
  };
}

const MAYBE = v.fallback(v.nullable(v.string()), null);
const SUBMITTED = v.object({
  content: v.object({
    customerId: v.string(),
    siteId: v.string(),
    receiver: v.string(),
    receiverPhone: v.string(),
    invoiceTitle: v.string(),
    pricesAsOf: v.string(),
    lines: v.array(
      v.object({
        lineId: v.string(),
        productId: v.string(),
        quantity: v.string(),
        unitPrice: v.string(),
        shownPrice: v.string(),
      }),
    ),
    wantedOn: MAYBE,
    purchaseNumber: MAYBE,
    buyer: MAYBE,
    note: MAYBE,
    shelfLifeMonthsMin: v.fallback(v.nullable(v.number()), null),
    repeatsId: MAYBE,
  }),
});

/** A refused submission as a form again, to be put right; names and today's prices come with the next answer. */
export function correctionOf(submitted: {
  readonly id: string;
  readonly input: JsonObject;
  readonly message: string | null;
}): OrderForm | null {
  const said = v.safeParse(SUBMITTED, submitted.input);
  if (!said.success) return null;
  const { content } = said.output;
  return {
    ...emptyForm(),
    ...content,
    customerName: content.invoiceTitle,
    purchaseNumber: content.purchaseNumber ?? "",
    buyer: content.buyer ?? "",
    note: content.note ?? "",
    shelfLifeMonths: content.shelfLifeMonthsMin,
    supersedes: submitted.id,
    refusedBecause: submitted.message,
    lines: content.lines.map(({ lineId, productId, quantity, unitPrice, shownPrice }) => ({
      ...UNNAMED,
      lineId,
      productId,
      quantity: Math.min(QUANTITY_MAX, Math.max(1, Math.round(Number(quantity)))),
      shownPrice,
      askedPrice: samePrice(unitPrice, shownPrice) ? null : unitPrice,
    })),
  };
}

const UNNAMED: Omit<FormLine, "lineId" | "productId" | "quantity" | "shownPrice" | "askedPrice"> = {
  name: "",
  catalogueNumber: "",
  specification: "",
  unit: "",
  piecesPerCase: 1,
  storageClass: "",
  regime: "ruo",
  isList: true,
  listPrice: null,
  priceWas: null,
};

function headerOf(order: Order): OrderForm {
  return {
    ...emptyForm(),
    customerId: order.customerId,
    customerName: order.customerName,
    siteId: order.siteId,
    receiver: order.receiver,
    receiverPhone: order.receiverPhone,
    invoiceTitle: order.invoiceTitle,
    wantedOn: order.wantedOn,
    purchaseNumber: order.purchaseNumber ?? "",
    buyer: order.buyer ?? "",
    note: order.note ?? "",
    shelfLifeMonths: order.shelfLifeMonthsMin,
  };
}

/** The order's price stays what was asked; what is shown beside it comes from the server with the next answer. */
function lineOf(line: Order["lines"][number], newId: () => string): FormLine {
  return {
    lineId: newId(),
    productId: line.productId,
    name: line.productName,
    catalogueNumber: line.catalogueNumber,
    specification: line.specification,
    unit: line.unit,
    piecesPerCase: line.piecesPerCase,
    storageClass: line.storageClass,
    regime: regimeOf(line.regime),
    quantity: Math.min(QUANTITY_MAX, Math.max(1, Math.round(Number(line.quantity)))),
    shownPrice: null,
    isList: true,
    listPrice: null,
    askedPrice: line.unitPrice,
    priceWas: null,
  };
}
