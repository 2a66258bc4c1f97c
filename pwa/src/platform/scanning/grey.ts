/** A photo's pixels in grey, upright, as both engines read them. */
import type { Grey } from "@scanners/pixels";
import type { Size } from "./scan";

/** Beyond it a phone runs out of memory before the engines find more. */
export const FULL_SIDE = 4_700;
/** Drawn at a time: colours take four bytes for each pixel, and all of a large photo would take 50 MB of them. */
const ROWS = 512;

/** The size at which a photo is read: its own, with the longer side at most `FULL_SIDE`. */
export function readSize({ width, height }: Size): Size {
  const scale = Math.min(1, FULL_SIDE / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

export function greyOf(bitmap: ImageBitmap): Grey {
  const { width, height } = readSize(bitmap);
  const levels = new Uint8ClampedArray(width * height);
  const canvas = new OffscreenCanvas(width, Math.min(ROWS, height));
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (context === null) throw new Error("no canvas in this worker");
  context.imageSmoothingQuality = "high";
  context.fillStyle = "white"; // What is transparent lies on paper.
  for (let top = 0; top < height; top += ROWS) {
    const rows = Math.min(ROWS, height - top);
    context.fillRect(0, 0, width, rows);
    context.drawImage(bitmap, 0, -top, width, height);
    levels.set(luma(context.getImageData(0, 0, width, rows).data), top * width);
  }
  return { width, height, levels };
}

/** ITU-R BT.601, as the server makes grey of colours. */
export function luma(colours: Uint8ClampedArray): Uint8ClampedArray {
  const levels = new Uint8ClampedArray(colours.length / 4);
  for (let at = 0, from = 0; at < levels.length; at += 1, from += 4) {
    const [red, green, blue] = [colours[from] ?? 0, colours[from + 1] ?? 0, colours[from + 2] ?? 0];
    levels[at] = (299 * red + 587 * green + 114 * blue) / 1000;
  }
  return levels;
}
