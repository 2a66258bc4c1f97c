import { describe, expect, test } from "vitest";
import { sharpEye } from "./aim";
import type { SeenCode } from "./scan";

const code = (text: string, format = "DataMatrix", symbologyIdentifier = "]d2"): SeenCode => ({
  text,
  format,
  symbologyIdentifier,
  contentType: null,
  corners: [],
});
const [A, B] = [code("A"), code("B")];

describe("of what is in view", () => {
  test("one alone is taken at once, and so is the next box right after it", () => {
    const look = sharpEye();
    expect([look([A], 0).taken, look([], 50).taken, look([B], 100).taken]).toEqual([A, null, B]);
  });

  test("several are for the person to choose, also when one of them is read alone a moment later", () => {
    const look = sharpEye();
    const first = look([A, B], 0);
    expect([first.taken, first.mustChoose, first.inView]).toEqual([null, true, [A, B]]);
    const next = look([B], 300);
    expect([next.taken, next.mustChoose, next.inView]).toEqual([null, true, [A, B]]);
    expect(look([B], 1_100).taken).toEqual(B);
  });

  test("a code that turns up while others wait for their choice is the next box", () => {
    const look = sharpEye();
    look([A, B], 0);
    expect(look([code("C")], 200).taken).toEqual(code("C"));
  });

  test("the same code printed twice is one", () => {
    const look = sharpEye();
    expect(look([A, A], 0).taken).toEqual(A);
  });

  test.each(["]A0", "]E0", "]E4", "]I1", "]e0"])(
    "what is weak, %s, is taken when it is read again",
    (symbology) => {
      const look = sharpEye();
      const weak = code("0109501101530003", "any", symbology);
      expect([look([weak], 0).taken, look([weak], 80).taken]).toEqual([null, weak]);
    },
  );

  test("a number with one weak check digit is taken when it is read again within a second", () => {
    const look = sharpEye();
    const ean = code("6901234567892", "EAN13", "]E0");
    expect([look([ean], 0).taken, look([ean], 80).taken]).toEqual([null, ean]);
    expect(look([code("6901234567809", "EAN13", "]E0")], 2_000).taken).toBeNull();
    expect(look([code("6901234567809", "EAN13", "]E0")], 3_500).taken).toBeNull();
  });
});
