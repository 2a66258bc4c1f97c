/** Pages of the chosen register: one of three questions, asked only while it is the chosen one. */
import { computed, type ComputedRef } from "vue";
import { usePages } from "@/graphql/usePages";
import { filterOf, type Chosen } from "./chosen";
import { HandOverRecordsDocument } from "./handOvers.graphql";
import { RecheckRecordsDocument } from "./rechecks.graphql";
import { SaleRecordsDocument } from "./sales.graphql";

const ROWS_A_PAGE = 50;

type Wanted = ComputedRef<Chosen>;

function variables(chosen: Wanted) {
  return computed(() => ({ first: ROWS_A_PAGE, after: null, filter: filterOf(chosen.value) }));
}

export const useSales = (chosen: Wanted) =>
  usePages(SaleRecordsDocument, variables(chosen), (data) => data.saleRecords);
export const useRechecks = (chosen: Wanted) =>
  usePages(RecheckRecordsDocument, variables(chosen), (data) => data.recheckRecords);
export const useHandOvers = (chosen: Wanted) =>
  usePages(HandOverRecordsDocument, variables(chosen), (data) => data.handOverRecords);
