/** How a photo is tried, cheapest first: small, as it is, then in parts at twice its size for codes that are tiny on it. */
import type { Rectangle, Size } from "./scan";

export interface Attempt {
  readonly part: Rectangle;
  /** Pixels drawn for each pixel of the photo. */
  readonly scale: number;
}

const SMALL_SIDE = 1_600;
const FULL_SIDE = 4_096;
const TILES = 3;
/** A code on the seam of two tiles is whole in one of them if it is no longer than this share of a tile. */
const OVERLAP = 0.35;
const TILE_SIDE = 2_400;
const ENLARGED_MAX = 2;

export function attemptsFor({ width, height }: Size): readonly Attempt[] {
  const whole = { x: 0, y: 0, width, height };
  const longest = Math.max(width, height);
  const small: Attempt = { part: whole, scale: Math.min(1, SMALL_SIDE / longest) };
  const full: Attempt = { part: whole, scale: Math.min(1, FULL_SIDE / longest) };
  return [small, ...(full.scale > small.scale ? [full] : []), ...tiles({ width, height })];
}

/** The middle first: people aim. */
function tiles({ width, height }: Size): readonly Attempt[] {
  const side = (length: number): number => Math.ceil((length / TILES) * (1 + OVERLAP));
  const [tileWidth, tileHeight] = [Math.min(width, side(width)), Math.min(height, side(height))];
  const steps = Array.from({ length: TILES }, (_, step) => step / (TILES - 1));
  const scale = Math.min(ENLARGED_MAX, TILE_SIDE / Math.max(tileWidth, tileHeight));
  const places = steps.flatMap((down) => steps.map((across) => ({ down, across })));
  return places
    .sort((one, other) => fromMiddle(one) - fromMiddle(other))
    .map(({ down, across }) => ({
      part: {
        x: Math.round((width - tileWidth) * across),
        y: Math.round((height - tileHeight) * down),
        width: tileWidth,
        height: tileHeight,
      },
      scale,
    }));
}

const fromMiddle = ({ down, across }: { readonly down: number; readonly across: number }): number =>
  Math.abs(down - 0.5) + Math.abs(across - 0.5);
