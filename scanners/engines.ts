/**
 * What the two engines say of a picture, and how far each may be believed: the same rule on the phone as on the server.
 * `vectors/trust.json` holds both to it.
 */

import { endsInMod10 } from "./check_digits";
import { hibcOf } from "./code39";
import type { Grey } from "./pixels";

/** As zxing names what is looked for. zbar finds fewer. */
export const FORMATS = [
  "DataMatrix",
  "QRCode",
  "Code128",
  "EANUPC",
  "DataBar",
  "ITF",
  "Code39",
  "Code93",
  "Codabar",
  "PDF417",
  "Aztec",
  "MaxiCode",
] as const;

/** Stages that look at the photo's own pixels, not at repaired ones. */
export const AS_IT_IS: ReadonlySet<string> = new Set(["coarse", "place", "plain"]);

/** zbar finds these inside other codes: it may second what zxing saw, and is not believed alone. */
export const SECONDING_ONLY: ReadonlySet<string> = new Set(["ITF", "Codabar"]);

/** By the letter of their AIM identifier: Code 39, EAN and UPC, Codabar, Interleaved 2 of 5. */
const WEAK = /^\][AEFI]/;
const CODE_39_AS_PRINTED = "]A0";
const GTIN_14 = 14;
const EXPANDED: ReadonlySet<string> = new Set(["DataBarExp", "DataBarExpStk"]);
/** UPC-A and UPC-E are off: zbar then gives them, as zxing does, with the 13 digits of EAN-13, and the two agree. */
const ZBAR_NAMES: ReadonlyMap<string, string> = new Map([
  ["EAN13", "EAN13"],
  ["EAN8", "EAN8"],
  ["CODE128", "Code128"],
  ["CODE39", "Code39"],
  ["QRCODE", "QRCode"],
  ["I25", "ITF"],
  ["CODABAR", "Codabar"],
]);

/** One code in a picture. `symbology` is the AIM identifier, null from zbar, which does not say. FNC1 is 0x1D. */
export interface Code {
  readonly text: string;
  readonly symbology: string | null;
  readonly format: string;
  readonly engine: "zxing" | "zbar";
  readonly stage: string;
  readonly confirmed: boolean;
}

export type Engine = "zxing" | "zxing fixed" | "zbar";

/** The codes that an engine finds in a picture at some stage; none where the engine is missing. */
export type Reader = (engine: Engine, picture: Grey, stage: string) => Promise<readonly Code[]>;

/** Some bars of a tilted Interleaved 2 of 5 are a shorter one, and some of an EAN-13 a UPC-E. */
export function mayBeAPart({ format, text }: Pick<Code, "format" | "text">): boolean {
  if (format === "ITF") return text.length !== GTIN_14 || !endsInMod10(text);
  return format === "UPCE";
}

/** Whether it has too weak a check, or none, to be believed alone. */
export const isWeak = (symbology: string | null): boolean => symbology !== null && WEAK.test(symbology);

/** What zxing found, as far as it is believed; null for what it only made up. */
export function byZxing(
  found: { readonly text: string; readonly format: string; readonly symbologyIdentifier: string },
  stage: string,
): Code | null {
  const { text, format, symbologyIdentifier: symbology } = found;
  if (text === "" || isInvented(format, stage)) return null;
  const hibc = format === "Code39Ext" ? hibcOf(text) : null;
  if (hibc !== null) {
    // With its check character right it still takes a second engine, as any Code 39.
    return {
      text: hibc,
      symbology: CODE_39_AS_PRINTED,
      format: "Code39",
      engine: "zxing",
      stage,
      confirmed: false,
    };
  }
  // In the photo's own pixels zxing's 13 digits have not been wrong: it asks for two lines that say the same.
  const confirmed = !isWeak(symbology) || (format === "EAN13" && AS_IT_IS.has(stage));
  return { text, symbology: symbology === "" ? null : symbology, format, engine: "zxing", stage, confirmed };
}

/** DataBar Expanded computes its own check digit, so what a sharpened blur yields always looks right. */
function isInvented(format: string, stage: string): boolean {
  return EXPANDED.has(format) && !AS_IT_IS.has(stage) && stage !== "twice";
}

/** What zbar found, by its own name of the symbology; null for what it was not asked for. */
export function byZbar(type: string, text: string, stage: string): Code | null {
  const format = ZBAR_NAMES.get(type);
  if (format === undefined || text === "") return null;
  // zbar guesses the character set of a QR code, and sometimes wrongly.
  const confirmed = format === "Code128" || (format === "QRCode" && isAscii(text));
  return { text, symbology: null, format, engine: "zbar", stage, confirmed };
}

function isAscii(text: string): boolean {
  return Array.from(text).every((character) => character < "\x80");
}
