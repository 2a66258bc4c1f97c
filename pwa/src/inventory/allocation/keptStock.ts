/** How much there was to sell of each product when the phone last asked. */
import type { GraphQLClient } from "@/graphql/client";
import { answering, type Answering } from "@/sync/keptAnswers";
import { answerKey, type OfflineScope } from "@/sync/offlineScopes";
import { StockOfProductsDocument, type StockOfProductsQuery } from "./stock.graphql";

/** The server answers for so many at once. */
const ASKED_MAX = 100;
/** Under this question the stock of all products is kept, as one answer. */
const ALL = { productIds: [] };

/** Reservations and movements are not announced product by product. */
export function stockToKeep(productIds: () => Promise<readonly string[] | null>): OfflineScope {
  const all = async (client: GraphQLClient) => {
    const ids = await productIds();
    if (ids === null) return null;
    const stock: StockOfProductsQuery["stock"][number][] = [];
    for (let from = 0; from < ids.length; from += ASKED_MAX) {
      const asked = { productIds: ids.slice(from, from + ASKED_MAX) };
      const answer = await client.ask(StockOfProductsDocument, asked);
      if (!answer.ok) return null;
      stock.push(...answer.data.stock);
    }
    const whole: StockOfProductsQuery = { stock };
    return { key: answerKey(StockOfProductsDocument, ALL), json: JSON.stringify(whole) };
  };
  return { name: "stock", kinds: [], questions: [all] };
}

export const answersFromStock: readonly Answering[] = [
  answering(StockOfProductsDocument, async ({ productIds }, shelf) => {
    const kept = await shelf.read(StockOfProductsDocument, ALL);
    if (kept === null) return null;
    const wanted = new Set(typeof productIds === "string" ? [productIds] : productIds);
    return { data: { stock: kept.data.stock.filter(({ productId }) => wanted.has(productId)) }, at: kept.at };
  }),
];
