/** What can be imported, and who may: the same right as adding one by hand. */
import type { PlainKey } from "@/i18n";

export const KINDS = ["customers", "products", "listPrices"] as const;
export type Kind = (typeof KINDS)[number];

export const RIGHT_OF: Readonly<Record<Kind, string>> = {
  customers: "customers.manage",
  products: "catalog.manageProducts",
  listPrices: "catalog.manageProducts",
};

export const KIND_WORDS: Readonly<Record<Kind, { readonly name: PlainKey; readonly hint: PlainKey }>> = {
  customers: { name: "imports.customers", hint: "imports.customersHint" },
  products: { name: "imports.products", hint: "imports.productsHint" },
  listPrices: { name: "imports.listPrices", hint: "imports.listPricesHint" },
};

export const kindsFor = (rights: readonly string[]): readonly Kind[] =>
  KINDS.filter((kind) => rights.includes(RIGHT_OF[kind]));
