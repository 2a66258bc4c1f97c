/** All that a salesperson reads without network: which scopes, when they are read again, and what they answer. */
import {
  answersFromProducts,
  agreedPricesToKeep,
  keptProducts,
  productsToKeep,
} from "@/catalog/products/keptProducts";
import { answersFromCustomers, customersToKeep, keptCustomers } from "@/customers/accounts/keptCustomers";
import type { GraphQLClient } from "@/graphql/client";
import type { Document } from "@/graphql/document";
import type { KeptAnswer } from "@/graphql/keptAnswers";
import { answersFromStock, stockToKeep } from "@/inventory/allocation/keptStock";
import { personalDatabase } from "@/platform/personalDatabase";
import { snapshotStore, type SnapshotStore } from "@/platform/snapshots";
import { answerFrom, oldest, shelfOf, type Answering, type Shelf } from "@/sync/keptAnswers";
import { refreshScope, type OfflineScope } from "@/sync/offlineScopes";
import { answersFromOrders, ordersToKeep } from "../orders/keptOrders";

const RENEWED_AT_MOST_EVERY_MS = 60_000;
const ANSWERS: readonly Answering[] = [
  ...answersFromCustomers,
  ...answersFromProducts,
  ...answersFromStock,
  ...answersFromOrders,
];

export interface KeptSummary {
  readonly customers: number;
  readonly products: number;
  /** The oldest of what is kept. */
  readonly asOf: string;
}

export interface KeptForSales {
  answer<Data, Variables>(
    document: Document<Data, Variables>,
    variables: Variables,
  ): Promise<KeptAnswer<Data> | null>;
  /** Reads again what is old, at most once a minute unless a person asks; tells whether all of it could be read. */
  renew(client: GraphQLClient, asked?: "byPerson"): Promise<boolean>;
  /** null until all of it has been here once. */
  summary(): Promise<KeptSummary | null>;
}

let current: { readonly userId: string; readonly kept: KeptForSales } | null = null;

/** Of one person at a time, each with a database of their own. */
export function keptForSales(userId: string): KeptForSales {
  if (current?.userId !== userId) {
    current = { userId, kept: keptIn(snapshotStore(personalDatabase(userId))) };
  }
  return current.kept;
}

export function keptIn(store: SnapshotStore, now: () => Date = () => new Date()): KeptForSales {
  const shelf = shelfOf(store);
  const scopes = scopesWith(shelf);
  let renewedAt = -Infinity;
  let running: Promise<boolean> | null = null;

  const renewAll = async (client: GraphQLClient): Promise<boolean> => {
    let whole = true;
    for (const scope of scopes) {
      // What a person may not read, or the server could not say, leaves the rest as useful as it is.
      if ((await refreshScope(scope, client, store, now)) === "unreachable") whole = false;
    }
    if (whole) renewedAt = now().getTime();
    return whole;
  };
  return {
    answer: (document, variables) => answerFrom(ANSWERS, shelf, document, variables),
    renew(client, asked) {
      if (running !== null) return running;
      if (asked === undefined && now().getTime() - renewedAt < RENEWED_AT_MOST_EVERY_MS)
        return Promise.resolve(true);
      running = renewAll(client).finally(() => {
        running = null;
      });
      return running;
    },
    async summary() {
      const states = await Promise.all(scopes.map(({ name }) => store.scope(name)));
      const times = states.flatMap((state) => (state === null ? [] : [state.pulledAt]));
      const customers = await keptCustomers(shelf);
      const products = await keptProducts(shelf);
      if (customers === null || products === null || times.length < scopes.length) return null;
      return { customers: customers.data.length, products: products.data.length, asOf: oldest(...times) };
    },
  };
}

const scopesWith = (shelf: Shelf): readonly OfflineScope[] => [
  customersToKeep,
  productsToKeep,
  agreedPricesToKeep,
  stockToKeep(async () => (await keptProducts(shelf))?.data.map(({ id }) => id) ?? null),
  ordersToKeep,
];
