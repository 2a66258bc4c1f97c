import { describe, expect, test } from "vitest";
import type { Product } from "@/catalog/products/product";
import { repeatOf, changeOf } from "./fromOrder";
import {
  acceptForm,
  emptyForm,
  isPriceChange,
  LINES_MAX,
  QUANTITY_MAX,
  refreshed,
  totalOf,
  withProduct,
  type OrderForm,
} from "./orderForm";
import { contentOf, gapOf } from "./orderInput";
import type { Order } from "./useOrders";

const IL6: Product = {
  id: "p-1",
  catalogueNumber: "EL-0106",
  name: "人 IL-6 ELISA 试剂盒",
  specification: "96T",
  regime: "ruo",
  storageClass: "refrigerated",
  unit: "盒",
  piecesPerCase: 10,
  listPrice: "1980.000000",
  priceFor: { unitPrice: "1730.520000", isList: false },
};
const ids = () => {
  const made = { count: 0 };
  return () => `id-${(made.count += 1)}`;
};
const complete = (): OrderForm => ({
  ...emptyForm(),
  customerId: "c-1",
  siteId: "s-1",
  receiver: "王老师",
  receiverPhone: "138 1234 5678",
  invoiceTitle: "复旦附属中山医院",
  pricesAsOf: "2026-11-22T01:41:00Z",
  lines: withProduct([], IL6, 4, ids()),
});

describe("lines", () => {
  test("a product added again grows its line, to the bound and no further", () => {
    const once = withProduct([], IL6, 4, ids());
    expect(withProduct(once, IL6, 10, ids()).map(({ quantity }) => quantity)).toEqual([14]);
    expect(withProduct(once, IL6, QUANTITY_MAX, ids()).map(({ quantity }) => quantity)).toEqual([
      QUANTITY_MAX,
    ]);
  });

  test("an order takes no more lines than the server does", () => {
    const newId = ids();
    const full = Array.from({ length: LINES_MAX }, (_nothing, index) => ({
      ...IL6,
      id: `p-${index}`,
    })).reduce(
      (lines, product) => withProduct(lines, product, 1, newId),
      withProduct([], { ...IL6, id: "p-0" }, 1, newId),
    );
    expect(withProduct(full, { ...IL6, id: "one too many" }, 1, newId)).toHaveLength(LINES_MAX);
  });

  test("a price that moved meanwhile says what it was; one written otherwise has not moved", () => {
    const lines = withProduct([], IL6, 1, ids());
    const same = { ...IL6, priceFor: { unitPrice: "1730.52", isList: false } };
    const moved = { ...IL6, priceFor: { unitPrice: "1800", isList: false } };
    expect(refreshed(lines, [same]).map(({ priceWas }) => priceWas)).toEqual([null]);
    expect(refreshed(lines, [moved]).map(({ priceWas, shownPrice }) => [priceWas, shownPrice])).toEqual([
      ["1730.520000", "1800"],
    ]);
  });

  test("the asked price counts, and only another one is a price change", () => {
    const [line] = withProduct([], IL6, 2, ids());
    if (line === undefined) throw new Error("no line");
    expect(totalOf([{ ...line, askedPrice: "1650" }])).toBe(330_000);
    expect([
      isPriceChange({ ...line, askedPrice: "1650" }),
      isPriceChange({ ...line, askedPrice: "1730.52" }),
    ]).toEqual([true, false]);
  });
});

describe("a stored draft", () => {
  test("comes back as it was", () => {
    const form = complete();
    expect(acceptForm(JSON.parse(JSON.stringify(form)))).toEqual(form);
  });

  test("of an older version keeps what is understood; anything else is none", () => {
    const older = {
      customerId: "c-1",
      lines: [{ lineId: "l", productId: "p-1", quantity: 0, regime: "new one" }],
    };
    expect(acceptForm(older)).toEqual({
      ...emptyForm(),
      customerId: "c-1",
      lines: [expect.objectContaining({ productId: "p-1", quantity: 1, regime: "ruo", shownPrice: null })],
    });
    expect([acceptForm(null), acceptForm("x"), acceptForm({ lines: "x" })]).toEqual([null, null, null]);
  });
});

describe("what is sent", () => {
  test("is nothing while something is missing, and the first gap is named", () => {
    const gaps: readonly [Partial<OrderForm>, string][] = [
      [{ customerId: null }, "customer"],
      [{ lines: [] }, "lines"],
      [{ pricesAsOf: null }, "prices"],
      [{ siteId: null }, "site"],
      [{ receiver: " " }, "receiver"],
      [{ receiverPhone: "138" }, "phone"],
      [{ invoiceTitle: "" }, "invoiceTitle"],
    ];
    for (const [lacking, gap] of gaps) {
      const form = { ...complete(), ...lacking };
      expect([gapOf(form), contentOf(form)]).toEqual([gap, null]);
    }
  });

  test("is wanted from today to a year from now, or on no day in particular", () => {
    const wanted = (wantedOn: string | null) => gapOf({ ...complete(), wantedOn }, "2026-11-22");

    expect(["2026-11-21", "0001-01-01", "2027-11-24", "9999-12-31"].map(wanted)).toEqual(
      Array<string>(4).fill("wantedOn"),
    );
    expect(["2026-11-22", "2027-11-23", null].map(wanted)).toEqual([null, null, null]);
    expect(contentOf({ ...complete(), wantedOn: "2026-11-21" }, "2026-11-22")).toBeNull();
  });

  test("asks for a shelf life that a lot can have; another in a stored draft is none", () => {
    const months = (shelfLifeMonths: number) =>
      acceptForm({ ...complete(), shelfLifeMonths })?.shelfLifeMonths;

    expect([0, 120, -1, 121, 1.5].map(months)).toEqual([0, 120, null, null, null]);
  });

  test("names the price shown beside the price asked, and leaves empty fields out", () => {
    const form = complete();
    const asked = { ...form, lines: form.lines.map((line) => ({ ...line, askedPrice: "1650" })), note: "  " };
    expect(contentOf(asked)).toMatchObject({
      receiverPhone: "138 1234 5678",
      note: null,
      lines: [
        { lineId: "id-1", productId: "p-1", quantity: "4", unitPrice: "1650", shownPrice: "1730.520000" },
      ],
    });
  });
});

describe("an order that is there already", () => {
  const order: Order = {
    id: "o-1",
    version: 3,
    number: "SO-2026-000012",
    state: "rejected",
    customerId: "c-1",
    customerName: "复旦附属中山医院",
    siteId: "s-1",
    receiver: "王老师",
    receiverPhone: "13812345678",
    address: "",
    wantedOn: "2026-11-24",
    purchaseNumber: "ZS-8812",
    buyer: null,
    invoiceTitle: "复旦附属中山医院",
    note: "周一送",
    shelfLifeMonthsMin: 6,
    totalFen: 692_208,
    taxFen: 0,
    atListPrice: true,
    releasedWhy: null,
    stateReason: null,
    orderedAt: "2026-11-22T01:00:00Z",
    lines: [
      {
        id: "l-1",
        position: 1,
        productId: "p-1",
        productName: IL6.name,
        catalogueNumber: "EL-0106",
        specification: "96T",
        unit: "盒",
        piecesPerCase: 10,
        storageClass: "refrigerated",
        regime: "ruo",
        quantity: "4.000000",
        unitPrice: "1650.000000",
        amountFen: 660_000,
      },
    ],
    steps: [],
    approvals: [],
  };

  test("is repeated with its goods and place, without what belonged to that purchase, at today's price", () => {
    expect(repeatOf(order, ids())).toMatchObject({
      repeatsId: "o-1",
      siteId: "s-1",
      purchaseNumber: "",
      note: "",
      wantedOn: null,
      changes: null,
      lines: [{ lineId: "id-1", quantity: 4, askedPrice: null, shownPrice: null }],
    });
  });

  test("is changed whole, under its own number and the version that was seen", () => {
    expect(changeOf(order, ids())).toMatchObject({
      repeatsId: null,
      purchaseNumber: "ZS-8812",
      wantedOn: "2026-11-24",
      changes: { number: "SO-2026-000012", version: 3 },
      lines: [{ quantity: 4, askedPrice: "1650.000000" }],
    });
  });
});
