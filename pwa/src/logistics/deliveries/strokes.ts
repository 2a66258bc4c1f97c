/**
 * A drawn signature as the server keeps it: each stroke x, y, x, y, … in thousandths of the pad's width. The pad gives
 * tenths of a pixel with the time of each point.
 */
import { INK_MAX, ink, POINTS_MAX, STROKES_MAX } from "@offline/deliveryReceipt";
import type { Strokes } from "@/ui/signature";

const UNITS_PER_PIXEL = 10;

export type Ink = readonly (readonly number[])[];

/** null when the server would not take it for a signature: dots, or next to nothing. */
export function inkOf({ strokes }: Strokes, padPixels: number): Ink | null {
  const points = strokes.reduce((sum, stroke) => sum + Math.floor(stroke.length / 3), 0);
  const every = Math.max(1, Math.ceil(points / POINTS_MAX));
  const scale = 1_000 / (Math.max(1, padPixels) * UNITS_PER_PIXEL);
  const drawn = strokes.slice(0, STROKES_MAX).map((stroke) => {
    const kept: number[] = [];
    for (let at = 0; at + 1 < stroke.length; at += 3 * every) {
      kept.push(scaled(stroke[at] ?? 0, scale), scaled(stroke[at + 1] ?? 0, scale));
    }
    return kept;
  });
  return ink(drawn) === "ok" ? drawn : null;
}

/** For showing what was drawn: one SVG path, and the box around it. */
export function pathOf(ink: Ink): { readonly path: string; readonly width: number; readonly height: number } {
  const numbers = ink.flat();
  const path = ink
    .map((stroke) =>
      stroke
        .filter((_, index) => index % 2 === 0)
        .map((x, index) => `${index === 0 ? "M" : "L"}${x} ${stroke[index * 2 + 1] ?? 0}`)
        .join(""),
    )
    .join("");
  const across = numbers.filter((_, index) => index % 2 === 0);
  const down = numbers.filter((_, index) => index % 2 === 1);
  return { path, width: Math.max(1, ...across), height: Math.max(1, ...down) };
}

/** What the server sends back, believed only when it is what we know. */
export function inkFrom(stored: unknown): Ink | null {
  if (!Array.isArray(stored)) return null;
  const strokes: number[][] = [];
  for (const stroke of stored) {
    if (!Array.isArray(stroke)) return null;
    const numbers = stroke.filter((value): value is number => typeof value === "number");
    if (numbers.length !== stroke.length) return null;
    strokes.push(numbers);
  }
  return strokes;
}

const scaled = (units: number, scale: number): number =>
  Math.min(INK_MAX, Math.max(0, Math.round(units * scale)));
