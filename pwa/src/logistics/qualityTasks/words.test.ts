import { expect, test } from "vitest";
import { factsInWords } from "./words";

test("facts with a word are shown, ids and lists are not, and nothing of what is no object", () => {
  expect(
    factsInWords({ quantity: "3.000000", by: "陈立", outbound_id: "0197", lines: [["a", 1]], gone: null }),
  ).toEqual([
    { label: "数量", value: "3" },
    { label: "记录人", value: "陈立" },
  ]);
  expect([factsInWords(null), factsInWords("x")]).toEqual([[], []]);
});
