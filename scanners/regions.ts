/**
 * Where in a photo a code may be: a code is denser in edges than print, edges of boxes or the grain of a sensor.
 *
 * A photo of 12 megapixels costs a decoder more than half a second; the few places that could hold a code, a tenth.
 */

import { boxBlurred, fromDifference } from "./filters";
import { reduced, type Box, type Grey } from "./pixels";

const CELL = 10;
/** Grey levels: in a dim photo; beside a code that was read, where print has less than that; and of the densest. */
const EDGES_LEAST = 7;
const EDGES_BESIDE = 17;
const OF_THE_DENSEST = 0.33;
/** Around a place: the quiet zone, and what the code's corners lack in edges. */
const QUIET_CELLS = 2;
const CELLS_COUNTED = 40;
export const REGIONS_MAX = 24;

interface Place {
  readonly box: Box;
  readonly density: number;
}

/** Places dense in edges outside of `known`, in pixels of `picture`, densest first. */
export function busy(picture: Grey, known: readonly Box[]): readonly Box[] {
  const edges = fromDifference(picture, boxBlurred(picture, 2), Math.abs);
  const { width, height, levels } = boxBlurred(reduced(edges, CELL), 1);
  const cells = Uint8ClampedArray.from(levels);
  const densest = cells.reduce((most, level) => Math.max(most, level), 0);
  for (const [left, top, right, bottom] of known) {
    const from = Math.max(0, Math.floor(left / CELL) - 1);
    const to = Math.min(width, Math.floor(right / CELL) + 2);
    for (
      let row = Math.max(0, Math.floor(top / CELL) - 1);
      row < Math.min(height, Math.floor(bottom / CELL) + 2);
      row += 1
    ) {
      cells.fill(0, row * width + from, row * width + to);
    }
  }
  const least = Math.max(known.length > 0 ? EDGES_BESIDE : EDGES_LEAST, Math.round(densest * OF_THE_DENSEST));
  return places(cells, width, least)
    .sort((one, other) => other.density - one.density)
    .slice(0, REGIONS_MAX)
    .map(({ box }) => inPixels(box, picture));
}

/** The connected groups of cells whose level is at least `least`. */
function places(levels: Uint8ClampedArray, width: number, least: number): Place[] {
  const waiting = new Set<number>();
  levels.forEach((level, at) => {
    if (level >= least) waiting.add(at);
  });
  const found: Place[] = [];
  for (const start of waiting) {
    waiting.delete(start);
    const group = [start];
    for (const at of group) {
      const column = at % width;
      const beside = column > 0 && column < width - 1 ? [at - 1, at + 1] : [];
      for (const near of [...beside, at - width, at + width]) if (waiting.delete(near)) group.push(near);
    }
    found.push(placeOf(group, levels, width));
  }
  return found;
}

function placeOf(group: readonly number[], levels: Uint8ClampedArray, width: number): Place {
  let [left, top, right, bottom, sum] = [width, Number.POSITIVE_INFINITY, 0, 0, 0];
  for (const at of group) {
    const [column, row] = [at % width, Math.floor(at / width)];
    [left, top] = [Math.min(left, column), Math.min(top, row)];
    [right, bottom] = [Math.max(right, column + 1), Math.max(bottom, row + 1)];
    sum += levels[at] ?? 0;
  }
  const density = (sum / group.length) * Math.sqrt(Math.min(group.length, CELLS_COUNTED));
  return { box: [left, top, right, bottom], density };
}

function inPixels([left, top, right, bottom]: Box, { width, height }: Grey): Box {
  return [
    Math.max(0, (left - QUIET_CELLS) * CELL),
    Math.max(0, (top - QUIET_CELLS) * CELL),
    Math.min(width, (right + QUIET_CELLS) * CELL),
    Math.min(height, (bottom + QUIET_CELLS) * CELL),
  ];
}
