import { expect, test } from "vitest";
import { typedFen, typedUnitPrice, unitPriceText, yuanText } from "./typedMoney";

test.each([
  ["10000", 1_000_000],
  ["10,000.5", 1_000_050],
  ["￥ 0.07", 7],
  ["12，000 元", 1_200_000],
  ["0", 0],
])("%s yuan are %i fen", (typed, fen) => {
  expect(typedFen(typed)).toBe(fen);
});

test.each(["", "-1", "1.005", "1e6", "ten", "1.2.3", "9999999999999"])(
  "%s is no amount of money",
  (typed) => {
    expect(typedFen(typed)).toBeNull();
  },
);

test("what a field shows is read back as the same fen", () => {
  for (const fen of [0, 7, 50, 1_000_000, 123_456_789]) expect(typedFen(yuanText(fen))).toBe(fen);
  expect(yuanText(1_000_000)).toBe("10000");
});

test("a unit price is above 0 and has at most six decimals", () => {
  expect(["3,280", "¥ 0.035", "１２．５", "1.123456"].map(typedUnitPrice)).toEqual([
    "3280",
    "0.035",
    "12.5",
    "1.123456",
  ]);
  expect(["", "0", "0.00", "-1", "1.1234567", "12,5x", "1e3"].map(typedUnitPrice)).toEqual(
    Array(7).fill(null),
  );
});

test("a unit price stands in its field without idle decimals", () => {
  expect(["1200.500000", "100.00", "100", "10.0500"].map(unitPriceText)).toEqual([
    "1200.5",
    "100",
    "100",
    "10.05",
  ]);
});
