/** What can be sold of these products now. With snapshots on the phone this is the function that will read them first. */
import { computed, toValue, type MaybeRefOrGetter } from "vue";
import { useQuery, type Query } from "@/graphql/useQuery";
import { StockOfProductsDocument, type StockOfProductsQuery } from "./stock.graphql";

export function useStock(productIds: MaybeRefOrGetter<readonly string[]>): Query<StockOfProductsQuery> {
  return useQuery(
    StockOfProductsDocument,
    computed(() => ({ productIds: toValue(productIds) })),
  );
}
