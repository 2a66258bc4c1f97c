/**
 * What one frame of the camera may say. A frame is one of many and read by one engine, so it is asked only for what
 * stands on the field's boxes; stills are asked for everything (`@scanners/engines`).
 */
import { isRightHibc } from "@scanners/code39";
import { byZxing, mayBeAPart } from "@scanners/engines";
import type { ReaderOptions, ReadResult } from "zxing-wasm/reader";
import type { SeenCode } from "./scan";

/**
 * All formats would cost almost half more for each frame (34 ms of CPU instead of 23), and the others stand on no box; of
 * Interleaved 2 of 5 only the 14 digits of a case, because fewer may be a part of more.
 */
export const FRAME_FORMATS: NonNullable<ReaderOptions["formats"]> = [
  "DataMatrix",
  "Code128",
  "QRCode",
  "EAN13",
  "EAN8",
  "UPCA",
  "UPCE",
  "ITF14",
  "DataBar",
  "Code39",
];

const CODE_39 = /^\]A/;
/** By the letter of the AIM identifier: Code 39, EAN and UPC, Interleaved 2 of 5, and DataBar, which has one weak check. */
const LOOKED_AT_TWICE = /^\][AEIe]/;

export type FoundInFrame = Pick<
  ReadResult,
  "text" | "format" | "symbologyIdentifier" | "contentType" | "position"
>;

/** The code as it may be taken from a frame; null for Code 39 that is no HIBC with its check character right. */
export function fromFrame(found: FoundInFrame): SeenCode | null {
  const code = byZxing(found, "plain");
  if (code === null || (CODE_39.test(code.symbology ?? "") && !isRightHibc(code.text))) return null;
  const { contentType, position } = found;
  return {
    text: code.text,
    format: code.format,
    symbologyIdentifier: code.symbology,
    contentType,
    corners: [position.topLeft, position.topRight, position.bottomRight, position.bottomLeft],
    // Every look at the same bars of an EAN-13 finds the same UPC-E in them.
    ...(mayBeAPart(code) ? { unconfirmed: true } : {}),
  };
}

/** Whether two frames must say it, because its check, if there is one, lets some misread numbers through. */
export function needsSecondLook({ symbologyIdentifier }: Pick<SeenCode, "symbologyIdentifier">): boolean {
  return symbologyIdentifier !== null && LOOKED_AT_TWICE.test(symbologyIdentifier);
}
