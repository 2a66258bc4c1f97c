import { expect, test } from "vitest";
import { typedFen, yuanText } from "./typedMoney";

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
