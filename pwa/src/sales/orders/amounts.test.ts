import { expect, test } from "vitest";
import { lineFen, micros, percentFrom, samePrice, typedPrice } from "./amounts";

test.each([
  ["1730.52", 4, 692_208],
  ["86", 10, 86_000],
  ["0.005", 1, 1], // Half a fen goes up, as on the server.
  ["0.004999", 1, 0],
  ["0.1", 3, 30], // Not 30.000000000000004.
  ["999999999.999999", 999_999, 99_999_899_999_999_900],
] as const)("%s yuan × %i is %i fen", (price, quantity, fen) => {
  expect(lineFen(price, quantity)).toBe(fen);
});

test("what is no price costs nothing, and is not one", () => {
  expect(["", "-1", "1e3", "1.1234567", "NaN"].map((text) => [micros(text), lineFen(text, 2)])).toEqual(
    Array.from({ length: 5 }, () => [null, 0]),
  );
});

test("prices are compared by value, not by how they are written", () => {
  expect([samePrice("86", "86.000000"), samePrice("86", "86.000001")]).toEqual([true, false]);
});

test.each([
  ["1,980.50", "1980.50"],
  ["１９８０", "1980"],
  [" ¥86 ", "86"],
  ["0", null],
  ["1,9", null],
  ["八十六", null],
  ["", null],
])("%j typed as a price is %j", (text, price) => {
  expect(typedPrice(text)).toBe(price);
});

test("a price's distance is told in percent with its sign", () => {
  expect([percentFrom("1800", "1980"), percentFrom("2079", "1980"), percentFrom("86", "86.000000")]).toEqual([
    "−9.0",
    "+5.0",
    "0.0",
  ]);
});
