import { expect, test } from "vitest";
import { longestOf, type Grey } from "./pixels";
import { nothingSighted } from "./sighted";
import { looks } from "./stages";
import order from "./vectors/seen/looks.json";

function grained(width: number, height: number): Grey {
  let level = 7;
  const next = (): number => {
    level = (level * 1_103_515_245 + 12_345) % 2_147_483_648;
    return level >> 16;
  };
  return { width, height, levels: Uint8ClampedArray.from({ length: width * height }, () => next() & 255) };
}

test.each([
  [1, 1],
  [1, 50],
  [50, 1],
  [2, 3],
  [10, 10],
  [1, 4_700],
  [4_700, 3],
  [2_601, 2],
  [1_001, 40],
])(
  "a picture of %i × %i pixels is looked at in every way, and no look is larger than it may be",
  (width, height) => {
    const taken = [...looks(grained(width, height), nothingSighted())];
    expect(taken.length).toBeGreaterThanOrEqual(24);
    for (const { stage, picture } of taken) {
      expect([stage, picture.levels.length]).toEqual([stage, picture.width * picture.height]);
      expect(Math.min(picture.width, picture.height)).toBeGreaterThanOrEqual(1);
      expect(longestOf(picture)).toBeLessThanOrEqual(Math.ceil(1.3 * 4_700));
    }
  },
);

test("the looks are the server's, in its order", () => {
  const taken = looks(grained(order.width, order.height), nothingSighted());
  const names = Array.from(taken, ({ stage, engine }) => `${stage}/${engine}`);
  expect(names.filter((name) => !name.startsWith("place/"))).toEqual(order.looks);
});
