import { describe, expect, test } from "vitest";
import { acceptedDraft, emptyChoice, labelsAddress, labelsProblem, previewAddress } from "./labels";

describe("Labels", () => {
  test("a box is asked for in capitals, a lot by its id as it is", () => {
    expect(labelsAddress({ about: "box", values: [" b-7 "], count: " 20 ", form: "roll" })).toBe(
      "/labels.pdf?box=B-7&count=20&form=roll",
    );
    expect(labelsAddress({ about: "lot", values: ["0199-ab"], count: "1", form: "a4" })).toBe(
      "/labels.pdf?lot=0199-ab&count=1&form=a4",
    );
  });

  test("a location is asked for by its id, and needs no code", () => {
    const wanted = { about: "location", values: ["0199-cd"], count: "2", form: "roll" } as const;
    expect(labelsAddress(wanted)).toBe("/labels.pdf?location=0199-cd&count=2&form=roll");
    expect(labelsProblem(wanted)).toBeNull();
  });

  test("one is picked before it is asked for", () => {
    expect(labelsProblem({ about: "location", values: [], count: "1", form: "a4" })).toBe(
      "labelLocationFirst",
    );
  });

  test("an order's boxes are asked for by its number, and the first is looked at as one of so many", () => {
    const wanted = { about: "order", values: ["SO-2026-000123"], count: "5", form: "roll" } as const;
    expect(labelsAddress(wanted)).toBe("/labels.pdf?order=SO-2026-000123&count=5&form=roll");
    expect(previewAddress(wanted)).toBe("/labels.svg?order=SO-2026-000123&count=5");
  });

  test("of several lots the first is looked at, however many are printed", () => {
    expect(previewAddress({ about: "lot", values: ["id-1", "id-2"], count: "9", form: "a4" })).toBe(
      "/labels.svg?lot=id-1&count=1",
    );
  });

  test("the lots of an arrival come on one sheet, as long as it holds them", () => {
    const wanted = { about: "lot", values: ["id-1", "id-2"], count: "250", form: "a4" } as const;
    expect(labelsAddress(wanted)).toBe("/labels.pdf?lot=id-1&lot=id-2&count=250&form=a4");
    expect(labelsProblem(wanted)).toBeNull();
    expect(labelsProblem({ ...wanted, count: "251" })).toBe("labelsTooMany");
    expect(labelsProblem({ ...wanted, values: [] })).toBe("labelLotFirst");
  });

  test.each(["", "-A", "A-", "a b", "A".repeat(25), "试"])("%j is no code for a box", (value) => {
    expect(labelsProblem({ about: "box", values: [value], count: "1", form: "a4" })).toBe("labelCodeFirst");
  });

  test.each(["", "0", "501", "-1", "1.5", "１"])("%j labels are not printed", (count) => {
    expect(labelsProblem({ about: "tote", values: ["T-3"], count, form: "a4" })).toBe("labelCountFirst");
  });

  test("one and five hundred are printed, of a lot without a code of its own", () => {
    expect(labelsProblem({ about: "lot", values: ["id"], count: "1", form: "a4" })).toBeNull();
    expect(labelsProblem({ about: "tote", values: ["t-3"], count: "500", form: "a4" })).toBeNull();
  });
});

test("what was chosen is put back after a killed tab, anything else is left alone", () => {
  const chosen = { ...emptyChoice("3"), kind: "tote", code: "T-3", leftOut: ["id-2"] };
  expect(acceptedDraft(JSON.parse(JSON.stringify(chosen)))).toEqual(chosen);
  for (const other of [null, {}, { ...chosen, kind: "pallet" }, { ...chosen, place: { id: "p" } }])
    expect(acceptedDraft(other)).toBeNull();
});
