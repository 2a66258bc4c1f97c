import { expect, test } from "vitest";
import { factsInWords, goodsInWords, knownOf } from "./words";

test("facts with a word are shown, ids and lists are not, and nothing of what is no object", () => {
  expect(
    factsInWords({ quantity: "3.000000", by: "陈立", outbound_id: "0197", lines: [["a", 1]], gone: null }),
  ).toEqual([
    { label: "数量", value: "3" },
    { label: "记录人", value: "陈立" },
  ]);
  expect([factsInWords(null), factsInWords("x")]).toEqual([[], []]);
});

const goods = {
  lotNumber: "2609B147",
  productName: "人 IL-6 ELISA 试剂盒",
  specification: "96T",
  unit: "盒",
  quantity: "3.000000",
};

test("goods are named with their lot, and a quantity with its unit", () => {
  expect(goodsInWords(goods)).toBe("人 IL-6 ELISA 试剂盒 96T · 2609B147 · 3 盒");
  expect(goodsInWords({ ...goods, quantity: null })).toBe("人 IL-6 ELISA 试剂盒 96T · 2609B147");
});

test("a quantity that the goods say is not said twice; without goods it stands alone", () => {
  const facts = { quantity: "3.000000", by: "陈立" };
  expect(knownOf({ goods: [goods], facts })).toEqual([
    { label: "货品", value: "人 IL-6 ELISA 试剂盒 96T · 2609B147 · 3 盒" },
    { label: "记录人", value: "陈立" },
  ]);
  expect(knownOf({ goods: [], facts }).map(({ label }) => label)).toEqual(["数量", "记录人"]);
});
