import { expect, test } from "vitest";
import { readRecent, RECENT_MAX, withRecent } from "./recent";

test("the latest stands first, once, and what was typed on the way to it is dropped", () => {
  const typed = ["so-2", "SO-20", "hz", "SO-2026"].reduce(withRecent, []);
  expect(typed).toEqual(["SO-2026", "hz"]);
  expect(withRecent(typed, "hz")).toEqual(["hz", "SO-2026"]);
});

test("one letter is not worth keeping, and there are never more than shown", () => {
  expect(withRecent(["hz"], " h ")).toEqual(["hz"]);
  const many = Array.from({ length: 20 }, (_, index) => `lot${String.fromCodePoint(97 + index)}`);
  expect(many.reduce(withRecent, [])).toHaveLength(RECENT_MAX);
});

test("what is stored otherwise than we wrote it is nothing", () => {
  expect([null, "{", '{"a":1}', "[1]"].map(readRecent)).toEqual([[], [], [], []]);
});
