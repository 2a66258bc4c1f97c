/** What a scan is before anybody reads a meaning into it. FNC1 is \x1d in `text`. */

export type ScanSource = "camera" | "wedge" | "photo" | "typed";

export interface DecodedCode {
  readonly text: string;
  /** As printed by the decoder: DataMatrix, Code128, QRCode … */
  readonly format: string;
  /** ISO/IEC 15424, such as ]d2; null where the reader does not tell. */
  readonly symbologyIdentifier: string | null;
  /** The decoder's word for the payload: GS1, Text, Binary …; null where the reader does not tell. */
  readonly contentType: string | null;
  /** Read by one engine from a carrier with a weak check, or none: the person compares it with the print. */
  readonly unconfirmed?: boolean;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Rectangle extends Size, Point {}

/** A code and where its four corners are in the picture that was read, in that picture's pixels. */
export interface SeenCode extends DecodedCode {
  readonly corners: readonly Point[];
}

export interface Scan extends DecodedCode {
  readonly source: ScanSource;
  /** Device time, ISO 8601. */
  readonly at: string;
}

/** What the page asks of the decoder's worker, and what it answers; answers carry the number of their question. */
export interface DecodeRequest {
  readonly number: number;
  /** One frame of many, or a photo, which may take its time. */
  readonly image: ImageData | Blob;
}

export type DecodeAnswer =
  | { readonly number: number; readonly codes: readonly SeenCode[] }
  /** From 0 to 1, of a still that is tried in several ways. */
  | { readonly number: number; readonly progress: number };

export const REPEAT_IGNORED_MS = 1_500;

/** True once for a code that stays in view: it counts again when it was out of sight for 1.5 s. */
export function repeatFilter(quietMs = REPEAT_IGNORED_MS): (text: string, nowMs: number) => boolean {
  const lastSeen = new Map<string, number>();
  return (text, nowMs) => {
    for (const [seen, at] of lastSeen) {
      if (nowMs - at >= quietMs) lastSeen.delete(seen);
    }
    const fresh = !lastSeen.has(text);
    lastSeen.set(text, nowMs);
    return fresh;
  };
}

/** FNC1 as people see it. */
export const visibleText = (text: string): string => text.replaceAll("\u001d", "␝");
