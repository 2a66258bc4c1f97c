/** A form from an order that is there already: to go on with a draft, to change what was submitted, or to order it again. */
import { regimeOf } from "@/compliance/qualifications/papers";
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
