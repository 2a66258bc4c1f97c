import { expect, test } from "vitest";
import { acceptedDraft, inputFrom, lacksResult, type InspectionForm } from "./inspection";

const LINES = [
  { lotId: "a", arrived: "10" },
  { lotId: "b", arrived: "4" },
];
const form = (told: InspectionForm["told"] = {}): InspectionForm => ({ told });

test("every lot is accepted whole until somebody says otherwise", () => {
  expect(lacksResult(form(), LINES)).toBe(false);
  expect(inputFrom(form(), "r", LINES)).toEqual({
    receiptId: "r",
    lines: [
      { lotId: "a", accepted: "10", result: null },
      { lotId: "b", accepted: "4", result: null },
    ],
  });
});

test("what is not accepted needs its result in words", () => {
  expect(lacksResult(form({ b: { accepted: 3, result: "  " } }), LINES)).toBe(true);
  const told = form({ b: { accepted: 3, result: " 一支破损 " } });
  expect(lacksResult(told, LINES)).toBe(false);
  expect(inputFrom(told, "r", LINES).lines[1]).toEqual({ lotId: "b", accepted: "3", result: "一支破损" });
});

test("a result typed before the count was put right is not sent", () => {
  const told = form({ b: { accepted: 4, result: "一支破损" } });
  expect(inputFrom(told, "r", LINES).lines[1]).toEqual({ lotId: "b", accepted: "4", result: null });
});

test("a draft is put back as it was, anything else is left alone", () => {
  const told = form({ a: { accepted: 0, result: "整批冻结" } });
  expect(acceptedDraft(JSON.parse(JSON.stringify(told)))).toEqual(told);
  for (const other of [
    null,
    7,
    {},
    { told: { a: { accepted: "1", result: "" } } },
    { told: { a: { accepted: -1, result: "" } } },
  ])
    expect(acceptedDraft(other)).toBeNull();
});
