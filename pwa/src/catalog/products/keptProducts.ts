/** What is sold, and what it costs whom, on the phone: found by pinyin, initials, number or code without network. */
import { searchFor } from "@offline/search";
import type { KeptAnswer } from "@/graphql/keptAnswers";
import { day } from "@/i18n/formats";
import { allPages, answering, oldest, WHOLE, type Answering, type Shelf } from "@/sync/keptAnswers";
import type { OfflineScope } from "@/sync/offlineScopes";
import { AgreedPricesToKeepDocument, type AgreedPricesToKeepQuery } from "./agreedPricesToKeep.graphql";
import { ProductByCodeDocument } from "./productByCode.graphql";
import { ProductsDocument } from "./products.graphql";
import { ProductsByIdsDocument } from "./productsByIds.graphql";
import { ProductsToKeepDocument, type ProductsToKeepQuery } from "./productsToKeep.graphql";

/** 100 each: a phone keeps at most 5,000 products and 10,000 agreed prices. */
const PRODUCT_PAGES_MAX = 50;
const PRICE_PAGES_MAX = 100;
const GTIN_DIGITS = 14;

export type KeptProduct = ProductsToKeepQuery["products"]["items"][number];
export type AgreedPrice = AgreedPricesToKeepQuery["agreedPrices"]["items"][number];

export const productsToKeep: OfflineScope = {
  name: "products",
  kinds: ["product"],
  questions: [
    allPages(
      ProductsToKeepDocument,
      PRODUCT_PAGES_MAX,
      ({ products }) => products,
      (products) => ({ products }),
    ),
  ],
};
export const agreedPricesToKeep: OfflineScope = {
  name: "agreedPrices",
  kinds: [],
  questions: [
    allPages(
      AgreedPricesToKeepDocument,
      PRICE_PAGES_MAX,
      ({ agreedPrices }) => agreedPrices,
      (agreedPrices) => ({ agreedPrices }),
    ),
  ],
};

export async function keptProducts(shelf: Shelf): Promise<KeptAnswer<readonly KeptProduct[]> | null> {
  const kept = await shelf.read(ProductsToKeepDocument, WHOLE);
  return kept === null ? null : { data: kept.data.products.items, at: kept.at };
}

/** The one whose first day is the latest of those that hold on that day, as the server chooses; else the list price. */
export function priceOn(
  today: string,
  agreed: readonly AgreedPrice[],
  { id, listPrice }: Pick<KeptProduct, "id" | "listPrice">,
): { unitPrice: string; isList: boolean } | null {
  const holds = agreed
    .filter(({ productId }) => productId === id)
    .filter(({ validFrom, validTo }) => validFrom <= today && (validTo === null || validTo >= today));
  const [first, ...others] = holds;
  if (first === undefined) return listPrice === null ? null : { unitPrice: listPrice, isList: true };
  const latest = others.reduce((one, other) => (other.validFrom > one.validFrom ? other : one), first);
  return { unitPrice: latest.unitPrice, isList: false };
}

/** Products with that customer's prices; null until both are on the phone: a list price could pass for the agreed one. */
async function priced(shelf: Shelf, customerId: string) {
  const products = await keptProducts(shelf);
  const prices = await shelf.read(AgreedPricesToKeepDocument, WHOLE);
  if (products === null || prices === null) return null;
  const agreed = prices.data.agreedPrices.items.filter((price) => price.customerId === customerId);
  const today = day(new Date());
  return {
    products: products.data,
    withPrice: (product: KeptProduct) => ({ ...product, priceFor: priceOn(today, agreed, product) }),
    at: oldest(products.at, prices.at),
  };
}

export const answersFromProducts: readonly Answering[] = [
  answering(ProductsDocument, async ({ search, first, customerId }, shelf) => {
    const kept = await priced(shelf, customerId);
    if (kept === null) return null;
    const isWanted = searchFor(search ?? "");
    const found = kept.products.filter(({ searchKey }) => isWanted(searchKey ?? ""));
    const items = found.slice(0, first).map(kept.withPrice);
    return { data: { products: { items, pageInfo: { hasNextPage: found.length > first } } }, at: kept.at };
  }),
  answering(ProductsByIdsDocument, async ({ ids, customerId }, shelf) => {
    const kept = await priced(shelf, customerId);
    if (kept === null) return null;
    const wanted = new Set(typeof ids === "string" ? [ids] : ids);
    const productsByIds = kept.products.filter(({ id }) => wanted.has(id)).map(kept.withPrice);
    return { data: { productsByIds }, at: kept.at };
  }),
  answering(ProductByCodeDocument, async ({ gtin, customerId }, shelf) => {
    const kept = await priced(shelf, customerId);
    if (kept === null) return null;
    const code = gtin.padStart(GTIN_DIGITS, "0");
    const found = kept.products.find(({ packs }) =>
      packs.some((pack) => pack.gtin.padStart(GTIN_DIGITS, "0") === code),
    );
    return { data: { productByCode: found === undefined ? null : kept.withPrice(found) }, at: kept.at };
  }),
];
