/** Sorting the orders that are on the screen. Pure. */
import type { OrderInList } from "./useOrders";

export type Column = "number" | "customer" | "state" | "wanted" | "total" | "ordered";

export interface Sorting {
  readonly by: Column;
  readonly descending: boolean;
}

const KEYS: Readonly<Record<Column, (order: OrderInList) => string | number>> = {
  number: ({ number }) => number ?? "",
  customer: ({ customerName }) => customerName,
  state: ({ state }) => state,
  wanted: ({ wantedOn }) => wantedOn ?? "9999",
  total: ({ totalFen }) => totalFen,
  ordered: ({ orderedAt }) => orderedAt,
};

export function sorted(orders: readonly OrderInList[], { by, descending }: Sorting): OrderInList[] {
  const key = KEYS[by];
  const compare = (left: OrderInList, right: OrderInList): number => {
    const [one, other] = [key(left), key(right)];
    return typeof one === "number" && typeof other === "number"
      ? one - other
      : String(one).localeCompare(String(other), "zh-Hans-CN");
  };
  return [...orders].sort((left, right) => (descending ? compare(right, left) : compare(left, right)));
}

/** A column's first press sorts up, money and days the other way; the second turns it round. */
export const pressed = (now: Sorting, by: Column): Sorting =>
  now.by === by
    ? { by, descending: !now.descending }
    : { by, descending: by === "total" || by === "ordered" };
