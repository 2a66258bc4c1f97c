import { describe, expect, test } from "vitest";
import { ink, plainNumber, POINTS_MAX, receiptDocument, STROKES_MAX } from "./deliveryReceipt";
import documentVectors from "./vectors/delivery_receipt.json";
import inkVectors from "./vectors/ink.json";
import numberVectors from "./vectors/plain_number.json";

describe("what the receiver signs", () => {
  test.each(documentVectors)("$name", ({ input, expect: expected }) => {
    expect(receiptDocument(input.sent, input.told)).toEqual(expected.document);
  });
});

describe("whether ink is a signature", () => {
  test.each(inkVectors)("$name", ({ input, expect: expected }) => {
    expect(ink(input)).toBe(expected.ink);
  });

  test("more strokes or points than anybody draws", () => {
    expect(ink(Array.from({ length: STROKES_MAX + 1 }, () => [0, 0, 300, 0]))).toBe("too_much");
    expect(ink([Array.from({ length: 2 * POINTS_MAX + 2 }, () => 7)])).toBe("too_much");
  });

  test("a fraction of a unit", () => {
    expect(ink([[0, 0, 300.5, 0]])).toBe("malformed");
  });
});

describe("a decimal as people write it", () => {
  test.each(numberVectors)("$name", ({ input, expect: expected }) => {
    expect(plainNumber(input)).toBe(expected.number);
  });
});
