/** The looks taken at a photo, one after the other, until something is read: cheap ones first. */

import type { Engine } from "./engines";
import {
  flattened,
  fromDifference,
  gaussianBlurred,
  inverted,
  locallyThresholded,
  mapped,
  sharpened,
  stretched,
  withoutDarkGround,
} from "./filters";
import {
  atSide,
  BILINEAR,
  BOX,
  cropped,
  enlarged,
  longestOf,
  resized,
  turned,
  unrolled,
  type Box,
  type Grey,
} from "./pixels";
import { busy } from "./regions";
import type { Sighted } from "./sighted";

export interface Look {
  readonly stage: string;
  readonly engine: Engine;
  readonly picture: Grey;
}

/** Stages that follow though something is certain, for the codes beside it. */
export const LOOKED_ON: ReadonlySet<string> = new Set(["twice", "ground removed"]);

const COARSE_SIDE = 1_000;
const SURVEY_SIDE = 1_600;
const PLAIN_SIDE = 2_600;
const ENLARGED_SIDE = 4_000;
const ROUNDS = 3;
const PLACE_PIXELS_MAX = 4_000_000;
const LEAN_SIDE = 700;
const FLAT = 6;
const ROWS_AVERAGED = 16;
/** How much of a tube's radius a label may cover to each side of the middle. */
const TUBES = [0.8, 0.9];
const UNROLLED_WIDER = 1.3;

/**
 * The order is by what each adds for its time.
 *
 * The places of a large photo that could hold a code, a smaller copy, the second engine, twice the size for modules
 * under two pixels, a quiet zone for bars on a dark ground, a local threshold for shadow and low light, turning for
 * tilted bars, unrolling for tubes, and the full picture. Where something is certain already, other codes are looked
 * for as long as that is cheap.
 */
export function* looks(photo: Grey, seen: Sighted): Generator<Look, void> {
  const longest = longestOf(photo);
  if (longest > PLAIN_SIDE) {
    yield* places(photo, seen);
    if (seen.isCertain()) return;
  }
  if (longest > COARSE_SIDE) {
    const coarse = atSide(photo, COARSE_SIDE);
    yield { stage: "coarse", engine: "zxing", picture: coarse };
    if (seen.awaitsTheOtherEngine()) yield { stage: "coarse", engine: "zbar", picture: coarse };
    if (seen.isCertain() && longest > PLAIN_SIDE) return;
  }
  const plain = atSide(photo, Math.min(longest, PLAIN_SIDE));
  yield { stage: "plain", engine: "zxing", picture: plain };
  if (seen.isCertain() && longest > SURVEY_SIDE) return;
  yield { stage: "plain", engine: "zbar", picture: plain };
  if (seen.isEnough(longest)) return;
  const twice = enlarged(plain, 2, ENLARGED_SIDE);
  yield { stage: "twice", engine: "zxing", picture: twice };
  if (seen.isEnough(longest)) return;
  yield { stage: "twice", engine: "zbar", picture: twice };
  if (seen.isEnough(longest) || seen.awaitsTheOtherEngine()) return;
  yield* byBoth("ground removed", withoutDarkGround(plain));
  if (seen.isCertain()) return;
  yield* repaired(plain, twice, longest);
  if (longest > PLAIN_SIDE) yield { stage: "full", engine: "zxing", picture: photo };
}

function* repaired(plain: Grey, twice: Grey, longest: number): Generator<Look, void> {
  yield { stage: "local threshold", engine: "zxing fixed", picture: locallyThresholded(plain) };
  yield { stage: "twice sharpened", engine: "zxing", picture: sharpened(twice, 2.5, 200) };
  yield* byBoth("flattened", flattened(twice));
  const contrast = stretched(plain, 2);
  yield { stage: "stretched", engine: "zbar", picture: contrast };
  yield { stage: "turned -15", engine: "zxing", picture: turned(plain, -15) };
  yield { stage: "turned 15", engine: "zbar", picture: turned(plain, 15) };
  yield {
    stage: "darkened",
    engine: "zxing",
    picture: mapped(contrast, (level) => 255 * (level / 255) ** 2),
  };
  const lean = leanOf(contrast);
  yield* byBoth("straightened", turned(plain, lean));
  if (longest <= COARSE_SIDE) yield* small(plain, lean);
  for (const tube of TUBES)
    yield { stage: "unrolled", engine: "zxing", picture: unrolled(twice, tube, UNROLLED_WIDER) };
  yield* byBoth("twice sharpened more", sharpened(twice, 4, 600));
  yield { stage: "turned 45", engine: "zxing", picture: turned(plain, 45) };
  yield { stage: "smoothed", engine: "zxing", picture: gaussianBlurred(plain, 1) };
  // zxing tries this by itself for matrix codes, not for bars.
  yield { stage: "inverted", engine: "zxing", picture: inverted(plain) };
}

/** Bars of little more than a pixel: sharpened at three times the size, and averaged along their length. */
function* small(plain: Grey, lean: number): Generator<Look, void> {
  const thrice = enlarged(plain, 3, ENLARGED_SIDE);
  yield* byBoth("thrice sharpened", sharpened(thrice, 6, 400));
  const upright = turned(thrice, lean);
  const rows = Math.max(1, Math.floor(upright.height / ROWS_AVERAGED));
  const averaged = resized(upright, upright.width, rows, BOX);
  yield* byBoth("averaged", sharpened(resized(averaged, upright.width, 4 * rows, BILINEAR), 6, 300));
}

function* byBoth(stage: string, picture: Grey): Generator<Look, void> {
  yield { stage, engine: "zxing", picture };
  yield { stage, engine: "zbar", picture };
}

/**
 * The places dense in edges, from the pixels of the full photo; again as long as a round finds more. What was looked at
 * is taken out, so that a small code beside a large one becomes the densest.
 */
function* places(photo: Grey, seen: Sighted): Generator<Look, void> {
  const coarse = atSide(photo, COARSE_SIDE);
  const scale = longestOf(photo) / longestOf(coarse);
  const tried: Box[] = [];
  let left = PLACE_PIXELS_MAX;
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const box of busy(coarse, tried)) {
      const crop = cropped(photo, scaled(box, scale, photo));
      left -= crop.width * crop.height;
      if (left < 0) return;
      tried.push(box);
      yield { stage: "place", engine: "zxing", picture: crop };
      if (seen.awaitsTheOtherEngine()) yield { stage: "place", engine: "zbar", picture: crop };
    }
    if (!seen.isCertain()) return;
  }
}

function scaled([left, top, right, bottom]: Box, scale: number, { width, height }: Grey): Box {
  return [
    Math.round(left * scale),
    Math.round(top * scale),
    Math.min(Math.round(right * scale), width),
    Math.min(Math.round(bottom * scale), height),
  ];
}

/** By how many degrees to turn so that bars stand upright: where columns, averaged, still differ most. */
function leanOf(picture: Grey): number {
  const little = atSide(picture, LEAN_SIDE);
  let [lean, most] = [0, -1];
  for (let degrees = -85; degrees < 95; degrees += 5) {
    const upright = uprightness(turned(little, degrees));
    if (upright > most) [lean, most] = [degrees, upright];
  }
  return lean;
}

function uprightness(picture: Grey): number {
  const rows = Math.max(1, Math.floor(picture.height / 24));
  const averaged = resized(picture, picture.width, rows, BOX);
  const beside: Grey = { ...averaged, levels: new Uint8ClampedArray(averaged.levels.length) };
  beside.levels.set(averaged.levels.subarray(0, -1), 1);
  let sum = 0;
  fromDifference(averaged, beside, Math.abs).levels.forEach((step) => {
    if (step > FLAT) sum += step;
  });
  return sum;
}
