/** The small rules behind the kit's fields and cards. */
import { describe, expect, test } from "vitest";
import { typedDate } from "./calendar";
import { expiryState } from "./expiry";
import { grouped } from "./lotNumber";
import { inPacks } from "./packs";
import { stepped, typedQuantity } from "./quantity";
import { asStrokes, fitted, verdictOn } from "./signature";
import { judged } from "./temperature";

describe("a typed quantity", () => {
  const bounds = { least: 1, most: 12 };
  test.each([
    ["4", { kind: "number", value: 4 }],
    ["１２", { kind: "number", value: 12 }],
    [" 7 ", { kind: "number", value: 7 }],
    ["0", { kind: "too few", bound: 1 }],
    ["13", { kind: "too many", bound: 12 }],
    ["-1", { kind: "not a number" }],
    ["1.5", { kind: "not a number" }],
    ["1e3", { kind: "not a number" }],
    ["", { kind: "not a number" }],
    ["9999999999999", { kind: "not a number" }],
  ])("%j", (text, expected) => {
    expect(typedQuantity(text, bounds)).toEqual(expected);
  });

  test("steps stop at the bounds", () => {
    expect([stepped(12, 1, bounds), stepped(1, -1, bounds), stepped(4, 1, bounds)]).toEqual([12, 1, 5]);
  });
});

test.each([
  ["20270331", "2027-03-31"],
  ["2027-3-1", "2027-03-01"],
  ["２０２７／３／３１", "2027-03-31"],
  ["2027年3月31日", "2027-03-31"],
  ["2028-02-29", "2028-02-29"],
  ["2027-02-29", null],
  ["2027-02-30", null],
  ["0001-01-01", null],
  ["9999-12-31", null],
  ["2027-13-01", null],
  ["2027-00-10", null],
  ["27-03-31", null],
  ["20273", null],
  ["2027033", null], // Not the third of March: the last digit is still to come.
  ["", null],
])("the date typed as %j is %s", (text, expected) => {
  expect(typedDate(text)).toBe(expected);
});

test("the last day is still good, the day after is expired", () => {
  expect(expiryState("2026-11-22", "2026-11-22")).toEqual({ days: 0, freshness: "near expiry" });
  expect(expiryState("2026-11-21", "2026-11-22")).toEqual({ days: -1, freshness: "expired" });
  expect(expiryState("2027-05-24", "2026-11-22").freshness).toBe("near expiry");
  expect(expiryState("2027-05-25", "2026-11-22").freshness).toBe("fresh");
});

test.each([
  [8, "in range"],
  [8.1, "too warm"],
  [2, "in range"],
  [1.9, "too cold"],
  [null, "no data"],
  [Number.NaN, "no data"],
] as const)("%s °C in a 2–8 refrigerator is %s", (celsius, expected) => {
  expect(judged(celsius, { low: 2, high: 8 })).toBe(expected);
});

test("without limits nothing is out of range", () => {
  expect(judged(99, { low: null, high: null })).toBe("in range");
});

test("a lot is set in groups, unless it brings its own separators", () => {
  expect(grouped("2609B147")).toEqual(["2609", "B147"]);
  expect(grouped("A2609")).toEqual(["A2609"]);
  expect(grouped("LOT-26/09-B147")).toEqual(["LOT-26/09-B147"]);
});

test("cases are counted only where it is known what a case holds", () => {
  expect(inPacks(43, 20)).toEqual({ cases: 2, loose: 3 });
  expect(inPacks(40, 20)).toEqual({ cases: 2, loose: 0 });
  expect(inPacks(43, null)).toEqual({ cases: 0, loose: 43 });
  expect(inPacks(0.5, 20)).toEqual({ cases: 0, loose: 0.5 });
});

describe("a drawn signature", () => {
  const line = (from: number, to: number) => [
    { x: from, y: 10, time: 1000 },
    { x: to, y: 10, time: 1050.4 },
  ];

  test("is refused when empty, a dot, or a slip of the finger", () => {
    expect(verdictOn([])).toBe("empty");
    expect(verdictOn([[{ x: 5, y: 5, time: 1 }]])).toBe("too short");
    expect(verdictOn([line(0, 40), [{ x: 9, y: 9, time: 2 }]])).toBe("too short");
    expect(verdictOn([line(0, 40), line(0, 41)])).toBe("signature");
  });

  test("becomes whole numbers from the origin, in tenths of a pixel and milliseconds", () => {
    expect(asStrokes([line(20.04, 120.26)])).toEqual({
      width: 1002,
      height: 0,
      strokes: [[0, 0, 0, 1002, 0, 50]],
    });
  });

  test("keeps its shape when the phone is turned", () => {
    expect(fitted([line(10, 110)], { width: 320, height: 200 }, { width: 640, height: 300 })).toEqual([
      [
        { x: 15, y: 15, time: 1000 },
        { x: 165, y: 15, time: 1050.4 },
      ],
    ]);
  });

  test("is thinned, not cut, when it has too many points", () => {
    const scribble = Array.from({ length: 50_000 }, (_, index) => ({
      x: index % 300,
      y: index % 200,
      time: index,
    }));
    const { strokes } = asStrokes([scribble]);
    expect(strokes[0]?.length).toBe(50_001);
    expect(strokes[0]?.at(-1)).toBe(49_998);
  });
});
