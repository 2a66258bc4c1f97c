/**
 * A drawn signature as integer vectors: tenths of a pixel, moved to the origin, time in milliseconds since the first
 * touch. That is what is signed and stored; a picture is made from it later, never the other way round.
 */

export interface DrawnPoint {
  readonly x: number;
  readonly y: number;
  readonly time: number;
}

export interface Strokes {
  readonly width: number;
  readonly height: number;
  /** Each stroke is [x, y, ms, x, y, ms, …]. */
  readonly strokes: readonly (readonly number[])[];
}

export type SignatureVerdict = "empty" | "too short" | "signature";

const UNITS_PER_PIXEL = 10;
/** A tap, a slip of the finger and a dot are shorter than anybody's name. */
const INK_PIXELS_MIN = 80;
const POINTS_MAX = 20_000;

export function verdictOn(drawn: readonly (readonly DrawnPoint[])[]): SignatureVerdict {
  const points = drawn.reduce((sum, stroke) => sum + stroke.length, 0);
  if (points === 0) return "empty";
  const ink = drawn.reduce((sum, stroke) => sum + lengthOf(stroke), 0);
  return ink < INK_PIXELS_MIN ? "too short" : "signature";
}

export function asStrokes(drawn: readonly (readonly DrawnPoint[])[]): Strokes {
  const kept = thinned(drawn.filter((stroke) => stroke.length > 0));
  const all = kept.flat();
  if (all.length === 0) return { width: 0, height: 0, strokes: [] };
  const left = Math.min(...all.map(({ x }) => x));
  const top = Math.min(...all.map(({ y }) => y));
  const start = Math.min(...all.map(({ time }) => time));
  return {
    width: units(Math.max(...all.map(({ x }) => x)) - left),
    height: units(Math.max(...all.map(({ y }) => y)) - top),
    strokes: kept.map((stroke) =>
      stroke.flatMap(({ x, y, time }) => [units(x - left), units(y - top), Math.round(time - start)]),
    ),
  };
}

/** After the phone was turned: the same signature, as large as the new pad allows, never distorted. */
export function fitted<Point extends DrawnPoint>(
  drawn: readonly (readonly Point[])[],
  from: { readonly width: number; readonly height: number },
  to: { readonly width: number; readonly height: number },
): Point[][] {
  const scale =
    from.width > 0 && from.height > 0 ? Math.min(to.width / from.width, to.height / from.height) : 1;
  return drawn.map((stroke) => stroke.map((point) => ({ ...point, x: point.x * scale, y: point.y * scale })));
}

const units = (pixels: number): number => Math.round(pixels * UNITS_PER_PIXEL);

/** Nobody's name needs more points than this; every n-th is kept, so that the shape stays. */
function thinned(drawn: readonly (readonly DrawnPoint[])[]): readonly (readonly DrawnPoint[])[] {
  const every = Math.ceil(drawn.flat().length / POINTS_MAX);
  return every <= 1 ? drawn : drawn.map((stroke) => stroke.filter((_, index) => index % every === 0));
}

function lengthOf(stroke: readonly DrawnPoint[]): number {
  return stroke.reduce((sum, point, index) => {
    const before = stroke[index - 1];
    return before === undefined ? 0 : sum + Math.hypot(point.x - before.x, point.y - before.y);
  }, 0);
}
