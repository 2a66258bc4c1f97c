import { read } from "@scanners/label";
import { describe, expect, test } from "vitest";
import { typedFinding, type TypedFinding } from "./typedFinding";

const find = (text: string): TypedFinding => typedFinding(text, (typed) => read(typed, null, { year: 2026 }));
const CHECK: TypedFinding = { kind: "refused", reason: "readings.notReadCheck" };

describe("while a code is typed", () => {
  test.each<[string, TypedFinding]>([
    ["", { kind: "nothing" }],
    ["690123456789", { kind: "checkDigitWrong", expected: "7" }],
    ["6901234567892", { kind: "checkDigitRight", digits: 13 }],
    ["690 1234 567892", { kind: "checkDigitRight", digits: 13 }],
    ["６９０１２３４５６７８９２", { kind: "checkDigitRight", digits: 13 }],
    ["6901234567890", { kind: "checkDigitWrong", expected: "2" }],
    ["(01)06901234567892(10)2609B147(17)270331", { kind: "reads", lot: "2609B147", expiresOn: "2027-03-31" }],
    ["EK0410", { kind: "asText" }],
    ["https://www.example.com/about", { kind: "asText" }],
  ])("“%s”", (text, expected) => {
    expect(find(text)).toEqual(expected);
  });

  test("eight digits are judged as a UPC-E before they are called wrong", () => {
    expect(find("01234565")).toEqual({ kind: "checkDigitRight", digits: 8 });
    expect(find("01234566")).toEqual({ kind: "checkDigitWrong", expected: "5" });
  });

  test.each([
    ["in brackets", "(01)06901234567893"],
    ["in brackets, with a lot", "(01)06901234567893(10)AB"],
    ["behind 01", "0106901234567893"],
    ["of a logistic unit, behind 00", "00006901234567890122"],
    ["of a HIBC code", "+A123BJC5D6E71H"],
    ["of a label of our own", "LL:LOC:A-01-03:X"],
    ["in a link", "https://id.example/01/06901234567893/10/A"],
  ])("a wrong check digit %s is said, not looked up as if it were a name", (_where, text) => {
    expect(find(text)).toEqual(CHECK);
  });

  test("an impossible day is said", () => {
    expect(find("(01)06901234567892(17)270230")).toEqual({
      kind: "refused",
      reason: "readings.notReadDate",
    });
  });

  test("a code that names a product and no lot is known, and one that is not complete is unfinished", () => {
    expect(find("(01)06901234567892")).toEqual({ kind: "known" });
    expect(find("(01)0690123")).toEqual({ kind: "unfinished" });
  });
});
