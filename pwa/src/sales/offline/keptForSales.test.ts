/** What a salesperson finds without network: as the server would answer, from what was read while there was one. */
import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { beforeEach, expect, test, vi } from "vitest";
import { ProductByCodeDocument } from "@/catalog/products/productByCode.graphql";
import { ProductsDocument } from "@/catalog/products/products.graphql";
import { ProductsByIdsDocument } from "@/catalog/products/productsByIds.graphql";
import { CustomerDocument } from "@/customers/accounts/customer.graphql";
import { CustomersDocument } from "@/customers/accounts/customers.graphql";
import type { Answer, GraphQLClient } from "@/graphql/client";
import { StockOfProductsDocument } from "@/inventory/allocation/stock.graphql";
import { personalDatabase } from "@/platform/personalDatabase";
import { snapshotStore } from "@/platform/snapshots";
import { BoughtBeforeDocument } from "../orders/boughtBefore.graphql";
import { OrderDocument } from "../orders/order.graphql";
import { OrdersDocument } from "../orders/orders.graphql";
import { keptIn } from "./keptForSales";

const START = Date.parse("2026-11-22T06:00:00Z");
const MINUTE = 60_000;
const at = (minutes: number): string => new Date(START + minutes * MINUTE).toISOString();

beforeEach(() => {
  vi.stubGlobal("indexedDB", new IDBFactory());
});

const CUSTOMERS = [
  { id: "c1", name: "华东医院", kind: "hospital", searchKey: "华东医院 huadongyiyuan hdyy kh-1 kh1" },
  { id: "c2", name: "苏州研究所", kind: "institute", searchKey: "苏州研究所 suzhouyanjiusuo szyjs kh-2 kh2" },
];
const PRODUCTS = [
  product("p1", "抗体甲", "抗体甲 kangtijia ktj ab-1 ab1", "100", "06901234567892"),
  product("p2", "培养基", "培养基 peiyangji pyj md-2 md2", "50", "06901234567908"),
];
const PRICES = [
  { customerId: "c1", productId: "p1", unitPrice: "90", validFrom: "2020-01-01", validTo: null },
  { customerId: "c1", productId: "p1", unitPrice: "80", validFrom: "2021-01-01", validTo: null },
  { customerId: "c1", productId: "p1", unitPrice: "1", validFrom: "2021-02-01", validTo: "2021-03-01" },
  { customerId: "c2", productId: "p2", unitPrice: "40", validFrom: "2999-01-01", validTo: null },
];
const ORDERS = [
  order("o3", "c1", "cancelled", "2026-11-03T00:00:00Z", [["p2", "9"]]),
  order("o2", "c1", "delivered", "2026-11-02T00:00:00Z", [["p1", "5"]]),
  order("o1", "c1", "delivered", "2026-11-01T00:00:00Z", [
    ["p1", "3"],
    ["p2", "1"],
  ]),
];

function product(id: string, name: string, searchKey: string, listPrice: string, gtin: string) {
  return { id, name, searchKey, listPrice, packs: [{ gtin, pieces: 1 }], unit: "盒", piecesPerCase: 20 };
}
function order(
  id: string,
  customerId: string,
  state: string,
  orderedAt: string,
  lines: readonly (readonly [string, string])[],
) {
  const bought = lines.map(([productId, quantity]) => ({ productId, quantity }));
  return { id, number: `SO-${id}`, customerId, customerName: "华东医院", state, orderedAt, lines: bought };
}

/** A server that answers page by page; `down` is what it does not answer. */
function world() {
  const asked: string[] = [];
  const server = { asked, down: "", minutes: 0, available: "7" };
  const page = <Item>(items: readonly Item[], after: unknown) => {
    const from = Number(after ?? 0);
    return {
      items: items.slice(from, from + 1),
      pageInfo: { endCursor: String(from + 1), hasNextPage: from + 1 < items.length },
    };
  };
  const answers: Readonly<Record<string, (variables: { after?: unknown; productIds?: unknown }) => unknown>> =
    {
      Pull: () => ({ pull: { cursor: "1", epoch: "e", serverTime: "", changed: [] } }),
      CustomersToKeep: ({ after }) => ({ customers: page(CUSTOMERS, after) }),
      ProductsToKeep: ({ after }) => ({ products: page(PRODUCTS, after) }),
      AgreedPricesToKeep: ({ after }) => ({ agreedPrices: page(PRICES, after) }),
      OrdersToKeep: ({ after }) => ({ orders: page(ORDERS, after) }),
      StockOfProducts: () => ({
        stock: PRODUCTS.map(({ id }) => ({
          productId: id,
          available: server.available,
          nearestExpiry: null,
        })),
      }),
    };
  const given = (body: unknown): Answer<never> => JSON.parse(JSON.stringify(body));
  const client: GraphQLClient = {
    ask: (document, variables) => {
      server.asked.push(document.name);
      const wanted = JSON.parse(JSON.stringify(variables));
      return Promise.resolve(
        given(
          server.down === document.name
            ? { ok: false, failure: { kind: "offline", message: "", incident: null } }
            : { ok: true, data: answers[document.name]?.(wanted), at: "" },
        ),
      );
    },
  };
  const now = () => new Date(START + server.minutes * MINUTE);
  const open = (userId = "u1") => keptIn(snapshotStore(personalDatabase(userId)), now);
  return { server, client, open };
}
async function kept() {
  const here = world();
  const sales = here.open();
  expect(await sales.renew(here.client)).toBe(true);
  return { ...here, sales };
}

test.each([
  ["by name", "东医", ["c1"]],
  ["by pinyin", "suzhou", ["c2"]],
  ["by initials", "HDYY", ["c1"]],
  ["by number", "kh2", ["c2"]],
  ["nobody", "zzz", []],
])("a customer is found %s", async (_by, search, ids) => {
  const { sales } = await kept();

  const answer = await sales.answer(CustomersDocument, { search, first: 20, mine: false, kind: null });

  expect(answer?.data.customers.items.map(({ id }) => id)).toEqual(ids);
  expect(answer?.at).toBe(at(0));
});

test("a list ends where it was asked to, and says that there is more", async () => {
  const { sales } = await kept();

  const answer = await sales.answer(CustomersDocument, { search: null, first: 1, mine: false });

  expect(answer?.data.customers.items.map(({ id }) => id)).toEqual(["c1"]);
  expect(answer?.data.customers.pageInfo.hasNextPage).toBe(true);
});

test("a customer is shown whole; one that is not kept is not said to be nobody", async () => {
  const { sales } = await kept();

  expect((await sales.answer(CustomerDocument, { id: "c2" }))?.data.customer?.name).toBe("苏州研究所");
  expect(await sales.answer(CustomerDocument, { id: "c9" })).toBeNull();
});

test("a product costs what was agreed with this customer and holds today, else its list price", async () => {
  const { sales } = await kept();
  const pricesFor = async (customerId: string) =>
    (await sales.answer(ProductsByIdsDocument, { ids: ["p1", "p2"], customerId }))?.data.productsByIds.map(
      ({ priceFor }) => priceFor,
    );

  expect(await pricesFor("c1")).toEqual([
    { unitPrice: "80", isList: false },
    { unitPrice: "50", isList: true },
  ]);
  expect(await pricesFor("c2")).toEqual([
    { unitPrice: "100", isList: true },
    { unitPrice: "50", isList: true },
  ]);
});

test("a product is found by initials, by catalogue number and by a code on its box", async () => {
  const { sales } = await kept();
  const search = async (typed: string) =>
    (
      await sales.answer(ProductsDocument, { search: typed, first: 20, customerId: "c1", priced: true })
    )?.data.products.items.map(({ id }) => id);
  const scan = async (gtin: string) =>
    (await sales.answer(ProductByCodeDocument, { gtin, customerId: "c1" }))?.data.productByCode?.id;

  expect(await search("pyj")).toEqual(["p2"]);
  expect(await search("AB-1")).toEqual(["p1"]);
  expect(await scan("6901234567908")).toBe("p2");
  expect(await scan("00000000000000")).toBeUndefined();
});

test("stock is that of the products asked for", async () => {
  const { sales } = await kept();

  expect(await sales.answer(StockOfProductsDocument, { productIds: ["p2"] })).toEqual({
    data: { stock: [{ productId: "p2", available: "7", nearestExpiry: null }] },
    at: at(0),
  });
});

test("what was bought before counts what became a sale, the latest quantity first", async () => {
  const { sales } = await kept();

  expect((await sales.answer(BoughtBeforeDocument, { customerId: "c1" }))?.data.boughtBefore).toEqual([
    { productId: "p1", times: 2, lastAt: "2026-11-02T00:00:00Z", lastQuantity: "5" },
    { productId: "p2", times: 1, lastAt: "2026-11-01T00:00:00Z", lastQuantity: "1" },
  ]);
  expect(await sales.answer(BoughtBeforeDocument, { customerId: "c2" })).toBeNull();
});

test("an earlier order is there to be ordered again, and lists are filtered as asked", async () => {
  const { sales } = await kept();
  const listed = async (asked: { search?: string; states?: string[]; customerId?: string }) =>
    (await sales.answer(OrdersDocument, { first: 20, ...asked }))?.data.orders.items.map(({ id }) => id);

  expect((await sales.answer(OrderDocument, { id: "o2" }))?.data.order?.lines).toHaveLength(1);
  expect(await sales.answer(OrderDocument, { id: "o9" })).toBeNull();
  expect(await listed({ states: ["delivered"] })).toEqual(["o2", "o1"]);
  expect(await listed({ search: "so-o1" })).toEqual(["o1"]);
  expect(await listed({ search: "hdyy" })).toEqual(["o3", "o2", "o1"]);
  expect(await listed({ customerId: "c2" })).toEqual([]);
});

test("without the agreed prices no price is said, and everything else is", async () => {
  const { server, client, open } = world();
  server.down = "AgreedPricesToKeep";
  const sales = open();

  expect(await sales.renew(client)).toBe(false);

  expect(await sales.answer(ProductsByIdsDocument, { ids: ["p1"], customerId: "c1" })).toBeNull();
  expect((await sales.answer(CustomerDocument, { id: "c1" }))?.at).toBe(at(0));
  expect(await sales.answer(StockOfProductsDocument, { productIds: ["p1"] })).not.toBeNull();
  expect(await sales.summary()).toBeNull();
});

test("it is asked for at most once a minute, unless a person asks", async () => {
  const { server, client, sales } = await kept();
  server.asked.length = 0;

  await sales.renew(client);
  expect(server.asked).toEqual([]);
  await sales.renew(client, "byPerson");
  expect(server.asked).toEqual(["Pull", "Pull"]);
});

test("papers, credit, prices and stock are read again after ten minutes, and say no younger time before that", async () => {
  const { server, client, sales } = await kept();
  server.available = "2";

  server.minutes = 9;
  await sales.renew(client);
  expect((await sales.answer(StockOfProductsDocument, { productIds: ["p1"] }))?.at).toBe(at(0));
  server.asked.length = 0;
  server.minutes = 11;
  await sales.renew(client);

  const stock = await sales.answer(StockOfProductsDocument, { productIds: ["p1"] });
  expect([stock?.data.stock[0]?.available, stock?.at]).toEqual(["2", at(11)]);
  expect(server.asked).not.toContain("ProductsToKeep");
  expect(server.asked.filter((name) => name === "CustomersToKeep")).toHaveLength(CUSTOMERS.length);
});

test("the summary is as old as the oldest part, and what is kept outlives the app", async () => {
  const { server, client, sales, open } = await kept();
  server.minutes = 11;
  server.down = "AgreedPricesToKeep";
  await sales.renew(client);

  expect(await open().summary()).toEqual({ customers: 2, products: 2, asOf: at(0) });
});

test("one person's customers are not there for the next on the same phone", async () => {
  const { open } = await kept();

  expect(await open("u2").answer(CustomerDocument, { id: "c1" })).toBeNull();
  expect(await open("u2").summary()).toBeNull();
});
