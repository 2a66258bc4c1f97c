/** Where pages get customers from. With snapshots on the phone these are the functions that will read them first. */
import { computed, toValue, type MaybeRefOrGetter } from "vue";
import { useLive, useQuery, type Query } from "@/graphql/useQuery";
import { CustomerDocument, type CustomerQuery } from "./customer.graphql";
import { CustomerChangesDocument } from "./customerChanges.graphql";
import { CustomersDocument, type CustomersQuery } from "./customers.graphql";
import { CustomerPapersEndingDocument, type CustomerPapersEndingQuery } from "./papersEnding.graphql";

export type Customer = NonNullable<CustomerQuery["customer"]>;
export type CustomerInList = CustomersQuery["customers"]["items"][number];

export interface CustomersWanted {
  readonly search: string;
  readonly first: number;
  readonly mine?: boolean;
  readonly kind?: CustomerInList["kind"] | null;
}

/** By pinyin; `search` finds name, pinyin, initials and number. */
export function useCustomers(wanted: MaybeRefOrGetter<CustomersWanted>): Query<CustomersQuery> {
  return useQuery(
    CustomersDocument,
    computed(() => {
      const { search, first, mine = false, kind = null } = toValue(wanted);
      return { search: search || null, first, mine, kind };
    }),
  );
}

/** One customer with papers and credit; asked again when one of these changes. */
export function useCustomer(id: MaybeRefOrGetter<string>): Query<CustomerQuery> {
  const query = useQuery(
    CustomerDocument,
    computed(() => ({ id: toValue(id) })),
  );
  useLive(CustomerChangesDocument, { kinds: ["customer", "paper", "credit"] }, () => void query.retry());
  return query;
}

/** Papers of one's own customers that end within so many days, or have ended lately and were not renewed. */
export function usePapersEnding(withinDays: number, first: number): Query<CustomerPapersEndingQuery> {
  return useQuery(CustomerPapersEndingDocument, { withinDays, first });
}
