import { expect, test } from "vitest";
import {
  boxBlurred,
  flattened,
  gaussianBlurred,
  inverted,
  sharpened,
  stretched,
  withoutDarkGround,
} from "./filters";
import {
  BOX,
  cropped,
  enlarged,
  LANCZOS,
  reduced,
  resized,
  transposed,
  turned,
  unrolled,
  type Grey,
} from "./pixels";

const grey = (...rows: readonly (readonly number[])[]): Grey => ({
  width: rows[0]?.length ?? 0,
  height: rows.length,
  levels: Uint8ClampedArray.from(rows.flat()),
});
const rows = ({ width, height, levels }: Grey): readonly (readonly number[])[] =>
  Array.from({ length: height }, (_, y) => [...levels.subarray(y * width, (y + 1) * width)]);
const even = (width: number, height: number, level: number): Grey => ({
  width,
  height,
  levels: new Uint8ClampedArray(width * height).fill(level),
});

const SIX = grey([0, 10, 20], [30, 40, 50]);

test("a part is cut out, and rows become columns", () => {
  expect(rows(cropped(SIX, [1, 0, 3, 2]))).toEqual([
    [10, 20],
    [40, 50],
  ]);
  expect(rows(transposed(SIX))).toEqual([
    [0, 30],
    [10, 40],
    [20, 50],
  ]);
});

test("a smaller picture has the mean of what it covers, also where a square is cut short", () => {
  expect(rows(reduced(SIX, 2))).toEqual([[20, 35]]);
  expect(rows(resized(SIX, 3, 1, BOX))).toEqual([[15, 25, 35]]);
});

test.each<[string, (picture: Grey) => Grey]>([
  ["blurred over whole pixels", (picture) => boxBlurred(picture, 2)],
  ["blurred over a fraction", (picture) => boxBlurred(picture, 0.4)],
  ["blurred as a bell", (picture) => gaussianBlurred(picture, 3)],
  ["sharpened", (picture) => sharpened(picture, 2.5, 200)],
  ["enlarged", (picture) => enlarged(picture, 2, 4_000)],
  ["resized", (picture) => resized(picture, 31, 17, LANCZOS)],
  ["unrolled", (picture) => unrolled(picture, 0.8, 1.3)],
])("what is even stays even when %s", (_name, change) => {
  expect(new Set(change(even(23, 11, 77)).levels)).toEqual(new Set([77]));
});

test("a blur spreads a spot evenly to each side, and the edge goes on as it is", () => {
  expect(rows(boxBlurred(grey([0, 0, 90, 0, 0]), 1))).toEqual([[0, 30, 30, 30, 0]]);
  expect(rows(boxBlurred(grey([0, 0, 100, 0, 0]), 0.5))).toEqual([[0, 25, 50, 25, 0]]);
  expect(rows(boxBlurred(grey([60, 0, 0]), 1))).toEqual([[40, 20, 0]]);
});

test("a quarter turn is one, a turned picture lies on paper", () => {
  expect(rows(turned(SIX, 90))).toEqual([
    [20, 50],
    [10, 40],
    [0, 30],
  ]);
  expect(turned(even(20, 10, 0), 45).levels[0]).toBe(255);
});

test("contrast is spread over all levels, and an even picture is left as it is", () => {
  expect(rows(stretched(grey([100, 110, 120]), 0))).toEqual([[0, 128, 255]]);
  expect(rows(stretched(grey([100, 100]), 2))).toEqual([[100, 100]]);
  expect(rows(inverted(grey([0, 100])))).toEqual([[255, 155]]);
});

test("flattened, a shadow is as grey as the light beside it", () => {
  const half = (level: number): readonly number[] => Array.from({ length: 200 }, () => level);
  const shaded = flattened(grey(...Array.from({ length: 40 }, () => [...half(60), ...half(200)])));
  expect([shaded.levels[20], shaded.levels[380]]).toEqual([128, 128]);
});

test("a dark ground becomes paper, the bars on the label stay", () => {
  const line = [
    ...Array.from({ length: 60 }, () => 0),
    ...[255, 0, 255, 0, 255].flatMap((level) => [level, level]),
    ...Array.from({ length: 60 }, () => 0),
  ];
  const label = withoutDarkGround(grey(...Array.from({ length: 60 }, () => line)));
  expect(label.levels.subarray(30 * 130, 30 * 130 + 30)).toEqual(new Uint8ClampedArray(30).fill(255));
  expect(label.levels[30 * 130 + 62]).toBeLessThan(100);
});
