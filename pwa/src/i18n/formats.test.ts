import { expect, test } from "vitest";
import { bytes, capitalised, celsius, daysUntil, decimal, money, moment, unitPrice } from "./formats";

const NOW = new Date("2026-11-22T01:41:00Z");
const SHANGHAI = "Asia/Shanghai";

test.each([
  [1286000, "CNY", "¥\u200912,860.00"],
  [5, "CNY", "¥\u20090.05"],
  [-100, "CNY", "−¥\u20091.00"],
  [9007199254740991, "CNY", "¥\u200990,071,992,547,409.91"],
  [100, "CHF", "CHF\u20091.00"],
])("%i fen in %s is written %s", (fen, currency, expected) => {
  expect(money(fen, currency)).toBe(expected);
});

test.each([
  ["1200.500000", "1,200.5"],
  ["12.000000", "12"],
  ["-3.25", "−3.25"],
  ["123456789012345678.000001", "123,456,789,012,345,678.000001"],
  [0, "0"],
])("the decimal %s is written %s, without passing through a float", (digits, expected) => {
  expect(decimal(digits)).toBe(expected);
});

test.each([
  ["348.000000", "¥\u2009348.00"],
  ["330.600000", "¥\u2009330.60"],
  ["1980.125", "¥\u20091,980.125"],
])("the price of a piece, %s, is written with two decimals at least", (digits, expected) => {
  expect(unitPrice(digits)).toBe(expected);
});

test("words that stand by themselves begin with a capital, where the script has any", () => {
  expect(capitalised("class II devices")).toBe("Class II devices");
  expect(capitalised("常温")).toBe("常温");
  expect(capitalised("")).toBe("");
});

test("a temperature has one decimal and a true minus", () => {
  expect([celsius("-80"), celsius(4.35), celsius("8")]).toEqual(["−80.0", "4.3", "8.0"]);
});

test.each([
  ["2026-11-22T01:41:00Z", "09:41"],
  ["2026-11-21T16:00:00Z", "00:00"],
  ["2026-11-21T15:59:00Z", "昨天 23:59"],
  ["2026-11-19T09:20:00Z", "2026-11-19 17:20"],
])("%s is spoken of as %s in Shanghai at 09:41", (at, expected) => {
  expect(moment(at, NOW, SHANGHAI)).toBe(expected);
});

test("days are counted over a change of year and of summer time", () => {
  expect(daysUntil("2027-03-31", "2026-11-22")).toBe(129);
  expect(daysUntil("2026-11-22", "2026-11-22")).toBe(0);
  expect(daysUntil("2026-11-21", "2026-11-22")).toBe(-1);
});

test("bytes are rounded to what people say", () => {
  expect([bytes(1_800_000), bytes(10_700_000_000)]).toEqual(["1.8 MB", "10.7 GB"]);
});
