/** What repairs a grey picture before it is read: blur and its opposite, thresholds, contrast. The twin of Pillow's. */

import { BILINEAR, reduced, resized, transposed, type Grey } from "./pixels";

const LEVELS = 256;
const CLOSING_SIDE = 600;
const BAR_WIDEST = 6;
const PASSES = 3;

/** Every level replaced by what `change` makes of it, between 0 and 255. */
export function mapped({ width, height, levels }: Grey, change: (level: number) => number): Grey {
  const table = Uint8ClampedArray.from({ length: LEVELS }, (_, level) => change(level));
  return { width, height, levels: levels.map((level) => table[level] ?? 0) };
}

/**
 * What `change` makes of the difference of two pictures of one size, pixel by pixel, between 0 and 255; added to the
 * first picture where `base` is 1.
 */
export function fromDifference(
  one: Grey,
  other: Grey,
  change: (difference: number) => number,
  base: 0 | 1 = 0,
): Grey {
  const table = Float32Array.from({ length: 2 * LEVELS - 1 }, (_, at) => change(at - LEVELS + 1));
  const target = new Uint8ClampedArray(one.levels.length);
  for (let at = 0; at < target.length; at += 1) {
    const level = one.levels[at] ?? 0;
    target[at] = base * level + (table[level - (other.levels[at] ?? 0) + LEVELS - 1] ?? 0);
  }
  return { width: one.width, height: one.height, levels: target };
}

export const inverted = (picture: Grey): Grey => mapped(picture, (level) => 255 - level);

/** The mean over `radius` pixels to each side; the outermost pixels of a fraction count by it. */
export function boxBlurred(picture: Grey, radius: number, passes = 1): Grey {
  let rows = picture;
  for (let pass = 0; pass < passes; pass += 1) rows = rowsBlurred(rows, radius);
  let columns = transposed(rows);
  for (let pass = 0; pass < passes; pass += 1) columns = rowsBlurred(columns, radius);
  return transposed(columns);
}

function rowsBlurred({ width, height, levels }: Grey, radius: number): Grey {
  const whole = Math.floor(radius);
  const share = radius - whole;
  const size = 2 * radius + 1;
  const target = new Uint8ClampedArray(levels.length);
  const last = width - 1;
  for (let y = 0; y < height; y += 1) {
    const row = y * width;
    const [first, end] = [levels[row] ?? 0, levels[row + last] ?? 0];
    let sum = first * whole;
    for (let x = 0; x <= whole; x += 1) sum += levels[row + Math.min(x, last)] ?? 0;
    for (let x = 0; x < width; x += 1) {
      const before = x - whole - 1 < 0 ? first : (levels[row + x - whole - 1] ?? 0);
      const after = x + whole + 1 > last ? end : (levels[row + x + whole + 1] ?? 0);
      target[row + x] = (sum + share * (before + after)) / size;
      sum += after - (x - whole < 0 ? first : (levels[row + x - whole] ?? 0));
    }
  }
  return { width, height, levels: target };
}

/** Three box blurs that together spread as far as a bell of `sigma`. */
export function gaussianBlurred(picture: Grey, sigma: number): Grey {
  const spread = (sigma * sigma) / PASSES;
  const whole = Math.floor((Math.sqrt(12 * spread + 1) - 1) / 2);
  const share =
    ((2 * whole + 1) * (whole * (whole + 1) - 3 * spread)) / (6 * (spread - (whole + 1) * (whole + 1)));
  return boxBlurred(picture, whole + share, PASSES);
}

/** The picture plus `percent` of what its blur has lost. */
export function sharpened(picture: Grey, sigma: number, percent: number): Grey {
  const blurred = gaussianBlurred(picture, sigma);
  return fromDifference(picture, blurred, (lost) => (lost * percent) / 100, 1);
}

/** The levels spread over all 256, after `cutoff` percent of the darkest and of the lightest pixels. */
export function stretched(picture: Grey, cutoff: number): Grey {
  const counts = new Float64Array(LEVELS);
  for (const level of picture.levels) counts[level] = (counts[level] ?? 0) + 1;
  const cut = Math.floor((picture.levels.length * cutoff) / 100);
  const beyond = (levels: readonly number[]): number => {
    let left = cut;
    return (
      levels.find((level) => {
        left -= counts[level] ?? 0;
        return left < 0;
      }) ?? 0
    );
  };
  const from = (end: number): readonly number[] =>
    Array.from({ length: LEVELS }, (_, at) => Math.abs(end - at));
  const [darkest, lightest] = [beyond(from(0)), beyond(from(LEVELS - 1))];
  if (lightest <= darkest) return picture;
  return mapped(picture, (level) => ((level - darkest) * 255) / (lightest - darkest));
}

/** White where a spot is brighter than its surroundings: a shadow across a code disappears. */
export function locallyThresholded(picture: Grey): Grey {
  const radius = Math.max(8, Math.floor(Math.min(picture.width, picture.height) / 24));
  const surroundings = boxBlurred(picture, radius);
  return fromDifference(picture, surroundings, (brighter) => (brighter + 4 > 0 ? 255 : 0));
}

/** Every spot against the mean of its surroundings, with 2.5 times the contrast: as bright everywhere. */
export function flattened(picture: Grey): Grey {
  const sigma = Math.max(6, Math.floor(Math.min(picture.width, picture.height) / 10));
  return fromDifference(picture, gaussianBlurred(picture, sigma), (brighter) => brighter * 2.5 + 128);
}

/**
 * White where a dark area is wider than any bar: a label cut close to its bars gets its quiet zone back.
 * The bottom-hat of morphology: closed with a square, on a smaller copy, less the picture itself.
 */
export function withoutDarkGround(picture: Grey): Grey {
  const small = reduced(
    picture,
    Math.max(2, Math.round(Math.max(picture.width, picture.height) / CLOSING_SIDE)),
  );
  // Once more back, so that no dark line stays where the label ends.
  const closed = spread(spread(small, BAR_WIDEST, Math.max), BAR_WIDEST + 1, Math.min);
  const ground = resized(closed, picture.width, picture.height, BILINEAR);
  return fromDifference(ground, picture, (darker) => 255 - Math.max(0, darker));
}

/** So many times: each pixel the lightest, or the darkest, of the nine around it. */
function spread(picture: Grey, times: number, choose: (one: number, other: number) => number): Grey {
  let rows = picture;
  for (let time = 0; time < times; time += 1) rows = rowsSpread(rows, choose);
  let columns = transposed(rows);
  for (let time = 0; time < times; time += 1) columns = rowsSpread(columns, choose);
  return transposed(columns);
}

function rowsSpread({ width, height, levels }: Grey, choose: (one: number, other: number) => number): Grey {
  const target = new Uint8ClampedArray(levels.length);
  for (let row = 0; row < height * width; row += width) {
    for (let x = 0; x < width; x += 1) {
      const left = levels[row + Math.max(0, x - 1)] ?? 0;
      const right = levels[row + Math.min(width - 1, x + 1)] ?? 0;
      target[row + x] = choose(choose(left, right), levels[row + x] ?? 0);
    }
  }
  return { width, height, levels: target };
}
