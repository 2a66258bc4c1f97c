/** A salesperson's own customers on the phone: found, and shown whole, without network. */
import { searchFor } from "@offline/search";
import type { KeptAnswer } from "@/graphql/keptAnswers";
import { allPages, answering, WHOLE, type Answering, type Shelf } from "@/sync/keptAnswers";
import type { OfflineScope } from "@/sync/offlineScopes";
import { CustomerDocument } from "./customer.graphql";
import { CustomersDocument } from "./customers.graphql";
import { CustomersToKeepDocument, type CustomersToKeepQuery } from "./customersToKeep.graphql";

/** 25 each: a phone keeps at most 1,000. */
const PAGES_MAX = 40;

export type KeptCustomer = CustomersToKeepQuery["customers"]["items"][number];

/** Papers and credit change without the customer's doing so. */
export const customersToKeep: OfflineScope = {
  name: "customers",
  kinds: [],
  questions: [
    allPages(
      CustomersToKeepDocument,
      PAGES_MAX,
      ({ customers }) => customers,
      (customers) => ({ customers }),
    ),
  ],
};

export async function keptCustomers(shelf: Shelf): Promise<KeptAnswer<readonly KeptCustomer[]> | null> {
  const kept = await shelf.read(CustomersToKeepDocument, WHOLE);
  return kept === null ? null : { data: kept.data.customers.items, at: kept.at };
}

export const answersFromCustomers: readonly Answering[] = [
  answering(CustomersDocument, async ({ search, first, kind }, shelf) => {
    const kept = await keptCustomers(shelf);
    if (kept === null) return null;
    const isWanted = searchFor(search ?? "");
    const found = kept.data.filter((one) => isWanted(one.searchKey ?? "") && (kind ?? one.kind) === one.kind);
    const pageInfo = { hasNextPage: found.length > first };
    return { data: { customers: { items: found.slice(0, first), pageInfo } }, at: kept.at };
  }),
  answering(CustomerDocument, async ({ id }, shelf) => {
    const kept = await keptCustomers(shelf);
    const customer = kept?.data.find((one) => one.id === id);
    return kept === null || customer === undefined ? null : { data: { customer }, at: kept.at };
  }),
];
