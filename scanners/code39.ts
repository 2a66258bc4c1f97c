/**
 * Code 39's two ways of reading: as it is printed, or with pairs that stand for one ASCII character each.
 *
 * A reader that sees pairs everywhere makes "a" of HIBC's leading "+A": what is right as HIBC is taken as printed.
 * Source: ISO/IEC 16388, annex A (full ASCII); ANSI/HIBC 2.6, 4.2.
 */

import { isHibc, readHibc } from "./hibc";
import { takeApart } from "./raw";

const ANY_YEAR = 2000;

/** ASCII characters that a pair stands for: from, to, the pair's first sign, and how far its second is away. */
const PAIRED: readonly (readonly [from: number, to: number, sign: string, away: number])[] = [
  [1, 26, "$", 64],
  [27, 31, "%", 38],
  [33, 44, "/", 32],
  [47, 47, "/", 32],
  [58, 58, "/", 32],
  [59, 63, "%", 11],
  [91, 95, "%", -16],
  [97, 122, "+", -32],
  [123, 127, "%", -43],
];
const PAIRS: ReadonlyMap<string, string> = new Map([
  ...PAIRED.flatMap(([from, to, sign, away]) =>
    Array.from({ length: to - from + 1 }, (_, at): [string, string] => [
      String.fromCharCode(from + at),
      sign + String.fromCharCode(from + at + away),
    ]),
  ),
  ["\0", "%U"],
  ["@", "%V"],
  ["`", "%W"],
]);

/** The characters that stand in the bars of a text read with pairs. */
export function printed(fullAscii: string): string {
  return Array.from(fullAscii, (character) => PAIRS.get(character) ?? character).join("");
}

/** The HIBC that was read with pairs, as printed; null when it is none, check character included. */
export function hibcOf(fullAscii: string): string | null {
  const bars = printed(fullAscii);
  return isRightHibc(bars) ? bars : null;
}

/** Whether all of the text is HIBC and its check character is right. */
export function isRightHibc(text: string): boolean {
  const raw = takeApart(text, null);
  if (typeof raw === "string" || !isHibc(raw.body)) return false;
  return readHibc(raw.body, text, ANY_YEAR).outcome === "label";
}
