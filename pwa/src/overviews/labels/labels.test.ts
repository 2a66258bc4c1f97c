import { describe, expect, test } from "vitest";
import { labelsAddress, labelsProblem } from "./labels";

describe("Labels", () => {
  test("a box is asked for in capitals, a lot by its id as it is", () => {
    expect(labelsAddress({ about: "box", value: " b-7 ", count: " 20 ", form: "roll" })).toBe(
      "/labels.pdf?box=B-7&count=20&form=roll",
    );
    expect(labelsAddress({ about: "lot", value: "0199-ab", count: "1", form: "a4" })).toBe(
      "/labels.pdf?lot=0199-ab&count=1&form=a4",
    );
  });

  test("a location is asked for by its id, and needs no code", () => {
    const wanted = { about: "location", value: "0199-cd", count: "2", form: "roll" } as const;
    expect(labelsAddress(wanted)).toBe("/labels.pdf?location=0199-cd&count=2&form=roll");
    expect(labelsProblem(wanted)).toBeNull();
  });

  test.each(["", "-A", "A-", "a b", "A".repeat(25), "试"])("%j is no code for a box", (value) => {
    expect(labelsProblem({ about: "box", value, count: "1", form: "a4" })).toBe("labelCodeFirst");
  });

  test.each(["", "0", "501", "-1", "1.5", "１"])("%j labels are not printed", (count) => {
    expect(labelsProblem({ about: "tote", value: "T-3", count, form: "a4" })).toBe("labelCountFirst");
  });

  test("one and five hundred are printed, of a lot without a code of its own", () => {
    expect(labelsProblem({ about: "lot", value: "id", count: "1", form: "a4" })).toBeNull();
    expect(labelsProblem({ about: "tote", value: "t-3", count: "500", form: "a4" })).toBeNull();
  });
});
