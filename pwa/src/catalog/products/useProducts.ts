/** Where pages get products from. With snapshots on the phone these are the functions that will read them first. */
import { computed, toValue, type MaybeRefOrGetter } from "vue";
import { useQuery, type Query } from "@/graphql/useQuery";
import { ProductsDocument, type ProductsQuery } from "./products.graphql";
import { ProductsByIdsDocument, type ProductsByIdsQuery } from "./productsByIds.graphql";

const FOUND_MAX = 20;
const NOBODY = "00000000-0000-0000-0000-000000000000";

/** By pinyin, initials, catalogue number or GTIN; with the price of `customerId` when one is given. */
export function useProductSearch(
  search: MaybeRefOrGetter<string>,
  customerId: MaybeRefOrGetter<string | null> = null,
  first = FOUND_MAX,
): Query<ProductsQuery> {
  return useQuery(
    ProductsDocument,
    computed(() => {
      const customer = toValue(customerId);
      return {
        search: toValue(search) || null,
        first,
        customerId: customer ?? NOBODY,
        priced: customer !== null,
      };
    }),
  );
}

/** Those products, each with what it costs the customer today. */
export function useProductsFor(
  customerId: MaybeRefOrGetter<string>,
  ids: MaybeRefOrGetter<readonly string[]>,
): Query<ProductsByIdsQuery> {
  return useQuery(
    ProductsByIdsDocument,
    computed(() => ({ ids: toValue(ids), customerId: toValue(customerId) || NOBODY })),
  );
}
