import { describe, expect, test } from "vitest";
import { attemptsFor } from "./stills";

describe("a photo is tried", () => {
  test("small, whole at its full size, then in nine parts from the middle", () => {
    const attempts = attemptsFor({ width: 4_000, height: 3_000 });
    expect(attempts).toHaveLength(11);
    expect(attempts.slice(0, 2).map(({ scale }) => scale)).toEqual([0.4, 1]);
    expect(attempts[2]).toEqual({
      part: { x: 1_100, y: 825, width: 1_800, height: 1_350 },
      scale: 2_400 / 1_800,
    });
  });

  test("never drawn larger than a phone has memory for, and every pixel is in some part", () => {
    const attempts = attemptsFor({ width: 8_000, height: 6_000 });
    for (const { part, scale } of attempts)
      expect(Math.max(part.width, part.height) * scale).toBeLessThanOrEqual(4_096);
    const tiles = attempts.slice(2).map(({ part }) => part);
    for (const [x, y] of [
      [0, 0],
      [7_999, 0],
      [0, 5_999],
      [7_999, 5_999],
      [2_700, 2_000],
      [5_333, 4_000],
    ] as const)
      expect(
        tiles.some(
          (tile) => x >= tile.x && x < tile.x + tile.width && y >= tile.y && y < tile.y + tile.height,
        ),
      ).toBe(true);
  });

  test("a small picture is not tried twice at one size", () => {
    expect(attemptsFor({ width: 800, height: 600 }).filter(({ scale }) => scale === 1)).toHaveLength(1);
  });
});
