/** Where pages get orders from; each list and page asks again when the server says that orders moved. */
import { computed, toValue, watch, type MaybeRefOrGetter } from "vue";
import { useLive, useQuery, type Query } from "@/graphql/useQuery";
import { useNetwork } from "@/platform/network";
import { BoughtBeforeDocument, type BoughtBeforeQuery } from "./boughtBefore.graphql";
import { OrderDocument, type OrderQuery } from "./order.graphql";
import { OrderChangesDocument } from "./orderChanges.graphql";
import { OrderCountsDocument, type OrderCountsQuery } from "./orderCounts.graphql";
import { OrdersDocument, type OrdersQuery } from "./orders.graphql";

export type Order = NonNullable<OrderQuery["order"]>;
export type OrderInList = OrdersQuery["orders"]["items"][number];

export interface OrdersWanted {
  readonly search?: string;
  readonly states?: readonly string[] | null;
  readonly customerId?: string | null;
  readonly first: number;
}

/** The latest first; `search` finds numbers, and customers by pinyin and initials. */
export function useOrders(wanted: MaybeRefOrGetter<OrdersWanted>): Query<OrdersQuery> {
  const query = useQuery(
    OrdersDocument,
    computed(() => {
      const { search = "", states = null, customerId = null, first } = toValue(wanted);
      return { search: search || null, states, customerId, first };
    }),
  );
  onOrderChanges(() => void query.retry());
  return query;
}

export function useOrderCounts(search: MaybeRefOrGetter<string>): Query<OrderCountsQuery> {
  const query = useQuery(
    OrderCountsDocument,
    computed(() => ({ search: toValue(search) || null, customerId: null })),
  );
  onOrderChanges(() => void query.retry());
  return query;
}

export function useOrder(id: MaybeRefOrGetter<string>): Query<OrderQuery> {
  const query = useQuery(
    OrderDocument,
    computed(() => ({ id: toValue(id) })),
  );
  onOrderChanges(() => void query.retry());
  return query;
}

export function useBoughtBefore(customerId: MaybeRefOrGetter<string>): Query<BoughtBeforeQuery> {
  return useQuery(
    BoughtBeforeDocument,
    computed(() => ({ customerId: toValue(customerId) })),
  );
}

/** Also when the network is back: what moved meanwhile was told to nobody here. */
export function onOrderChanges(changed: () => void): void {
  const network = useNetwork();
  watch(network.state, (now) => {
    if (now === "online") changed();
  });
  useLive(OrderChangesDocument, { kinds: ["order", "approval"] }, changed);
}
