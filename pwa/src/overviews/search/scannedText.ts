/** A scanner types into whatever has the focus: what of a whole code is worth searching for. */
import type { Answer } from "@scanners/answer";

/** As many as the server takes. */
const SEARCH_CHARACTERS_MAX = 60;

/** The server's search words for what was typed or scanned: of a pack's code its lot, else its product's number. */
export function searchText(text: string, answer: Answer | null): string {
  const found = answer?.outcome === "label" ? (answer.lot ?? answer.gtin) : null;
  return (found ?? text)
    .replace(/\p{Cc}/gu, "")
    .trim()
    .slice(0, SEARCH_CHARACTERS_MAX);
}

/** Only what looks like a code of many parts is read as one: "DR-0102" and "王敏" stay words. */
export const looksScanned = (text: string): boolean =>
  /^\]|^\(?01\)?\d{14}|^https?:\/\/|^\+/.test(text.trim());

/** The address of our own page that a delivery note's code leads to; null for anything else. */
export function linkedPage(text: string): string | null {
  return /^https?:\/\/[^/\s]+(\/d\/[0-9a-z]{17,41})\/?$/.exec(text.trim())?.[1] ?? null;
}
