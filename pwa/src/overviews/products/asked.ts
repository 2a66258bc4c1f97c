/** What a list of products is asked for, as it stands in the address: back, reload and a sent link show the same list. */
import type { LocationQuery, LocationQueryRaw } from "vue-router";
import { STORAGE_NAMES } from "@/catalog/products/productForm";
import type { ProductListQueryVariables } from "@/catalog/products/productList.graphql";
import { REGIMES, type RegimeName } from "@/compliance/qualifications/papers";

export interface Asked {
  readonly search: string;
  readonly regime: RegimeName | null;
  readonly storageClass: (typeof STORAGE_NAMES)[number] | null;
  readonly order: ProductListQueryVariables["order"];
}

/** What an address does not say, or says in words of its own, is not narrowed by. */
export const askedIn = (query: LocationQuery): Asked => ({
  search: typeof query["q"] === "string" ? query["q"] : "",
  regime: REGIMES.find((regime) => regime === query["regime"]) ?? null,
  storageClass: STORAGE_NAMES.find((name) => name === query["storage"]) ?? null,
  order: query["order"] === "number" ? "catalogue_number" : "name",
});

export const addressOf = ({ search, regime, storageClass, order }: Asked): LocationQueryRaw => ({
  ...(search === "" ? {} : { q: search }),
  ...(regime === null ? {} : { regime }),
  ...(storageClass === null ? {} : { storage: storageClass }),
  ...(order === "name" ? {} : { order: "number" }),
});

export const isNarrowed = ({ search, regime, storageClass }: Asked): boolean =>
  search !== "" || regime !== null || storageClass !== null;
