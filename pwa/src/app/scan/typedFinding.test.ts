import { read } from "@scanners/label";
import { describe, expect, test } from "vitest";
import { typedFinding, type TypedFinding } from "./typedFinding";

const find = (text: string): TypedFinding => typedFinding(text, (typed) => read(typed, null, { year: 2026 }));

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
  ])("“%s”", (text, expected) => {
    expect(find(text)).toEqual(expected);
  });
});
