/** The latest orders on the phone: to be looked at, to order the same again, and for what a customer bought before. */
import { searchFor } from "@offline/search";
import { keptCustomers } from "@/customers/accounts/keptCustomers";
import type { KeptAnswer } from "@/graphql/keptAnswers";
import { allPages, answering, WHOLE, type Answering, type Shelf } from "@/sync/keptAnswers";
import type { OfflineScope } from "@/sync/offlineScopes";
import { BoughtBeforeDocument, type BoughtBeforeQuery } from "./boughtBefore.graphql";
import { OrderDocument } from "./order.graphql";
import { OrdersDocument } from "./orders.graphql";
import { OrdersToKeepDocument, type OrdersToKeepQuery } from "./ordersToKeep.graphql";

/** 50 each: the latest 200. */
const PAGES_MAX = 4;
/** As the server counts: what never became a sale was not bought. */
const NEVER_BOUGHT: ReadonlySet<string> = new Set(["draft", "rejected", "cancelled"]);

export type KeptOrder = OrdersToKeepQuery["orders"]["items"][number];

export const ordersToKeep: OfflineScope = {
  name: "orders",
  kinds: ["order", "approval"],
  questions: [
    allPages(
      OrdersToKeepDocument,
      PAGES_MAX,
      ({ orders }) => orders,
      (orders) => ({ orders }),
    ),
  ],
};

async function keptOrders(shelf: Shelf): Promise<KeptAnswer<readonly KeptOrder[]> | null> {
  const kept = await shelf.read(OrdersToKeepDocument, WHOLE);
  return kept === null ? null : { data: kept.data.orders.items, at: kept.at };
}

/** The latest first, as the orders come. */
export function boughtIn(
  orders: readonly KeptOrder[],
  customerId: string,
): BoughtBeforeQuery["boughtBefore"] {
  const bought = new Map<string, BoughtBeforeQuery["boughtBefore"][number]>();
  for (const order of orders) {
    if (order.customerId !== customerId || NEVER_BOUGHT.has(order.state)) continue;
    for (const { productId, quantity } of order.lines) {
      const later = bought.get(productId);
      bought.set(
        productId,
        later === undefined
          ? { productId, times: 1, lastAt: order.orderedAt, lastQuantity: quantity }
          : { ...later, times: later.times + 1 },
      );
    }
  }
  return [...bought.values()];
}

export const answersFromOrders: readonly Answering[] = [
  answering(OrderDocument, async ({ id }, shelf) => {
    const kept = await keptOrders(shelf);
    const order = kept?.data.find((one) => one.id === id);
    return kept === null || order === undefined ? null : { data: { order }, at: kept.at };
  }),
  answering(OrdersDocument, async ({ search, states, customerId, first }, shelf) => {
    const kept = await keptOrders(shelf);
    if (kept === null) return null;
    const isWanted = searchFor(search ?? "");
    const keys = new Map(
      (await keptCustomers(shelf))?.data.map(({ id, searchKey }) => [id, searchKey ?? ""]),
    );
    const found = kept.data.filter(
      (order) =>
        (states?.includes(order.state) ?? true) &&
        (customerId ?? order.customerId) === order.customerId &&
        [order.number, order.purchaseNumber, order.customerName, keys.get(order.customerId)].some((words) =>
          isWanted((words ?? "").toLowerCase()),
        ),
    );
    const pageInfo = { hasNextPage: found.length > first };
    return { data: { orders: { items: found.slice(0, first), pageInfo } }, at: kept.at };
  }),
  // Only the latest orders are here: of a customer without any, "bought nothing" could be untrue.
  answering(BoughtBeforeDocument, async ({ customerId }, shelf) => {
    const kept = await keptOrders(shelf);
    const boughtBefore = kept === null ? [] : boughtIn(kept.data, customerId);
    return kept === null || boughtBefore.length === 0 ? null : { data: { boughtBefore }, at: kept.at };
  }),
];
