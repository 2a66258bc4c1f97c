/** What came from a scanner, a photo or a keyboard, before anybody asks what it means. */

import { note, type Note } from "./answer";

/** The largest QR code holds 7,089 digits. */
export const TEXT_CHARACTERS_MAX = 8192;
/** GS: how decoders pass FNC1 on inside the text. */
export const SEPARATOR = "\x1d";

/**
 * What keyboard scanners and careless software put in place of FNC1. None of them can be part of a GS1 value: the 82
 * permitted signs have no bar, tilde, braces, square brackets, caret or letters beyond ASCII. "<GS>" could be, so both
 * readings are given.
 */
export const SEPARATOR_SUBSTITUTES: readonly string[] = [
  "{GS}",
  "{FNC1}",
  "{F8}",
  "[GS]",
  "[FNC1]",
  "^FNC1",
  "^]",
  "\\u001d",
  "\\u001D",
  "\\x1d",
  "\\x1D",
  "\\F",
  "␝",
  "↔",
  "|",
  "~",
  "^",
  "è",
];

export const SPELLED_SUBSTITUTES: readonly string[] = ["<GS>", "<FNC1>"];

export const GS1_CARRIERS: ReadonlySet<string> = new Set(["]d2", "]C1", "]Q3", "]e0", "]e1", "]e2", "]J1"]);

/** `body` has ASCII letters for full-width ones, no symbology identifier and no outer space. */
export interface Raw {
  readonly text: string;
  readonly body: string;
  readonly symbology: string | null;
  readonly notes: readonly Note[];
}

// Not trim(): it takes other characters for space than Python does.
const OUTER_SPACE = /^[ \t\r\n\u3000\ufeff]+|[ \t\r\n\u3000\ufeff]+$/g;
// eslint-disable-next-line no-control-regex -- GS, RS and EOT are what the macro is made of.
const MACRO_05 = /^\[\)>\x1e05\x1d([\s\S]*?)(?:\x1e\x04?|\x04)?$/;
const SYMBOLOGY = /^\][A-Za-z][0-9A-Za-z]$/;
// A caps lock turns ]d2 into ]D2 and would turn every lot over, too.
const FLIPPED: ReadonlySet<string> = new Set(["]D2", "]D1", "]c1", "]c0", "]q3", "]q1", "]j1"]);

/**
 * The parts of what came, or the reason why it can't be read at all. A symbology identifier in front of the text
 * counts; `symbology` is what the decoder said beside it.
 */
export function takeApart(text: string, symbology: string | null): Raw | string {
  // In characters: a sign beyond the basic plane is two units here and one in Python.
  if (text.length > TEXT_CHARACTERS_MAX && [...text].length > TEXT_CHARACTERS_MAX) return "too_long";
  const outer = text.replace(OUTER_SPACE, "");
  const narrow = narrowed(outer);
  const notes = narrow === outer ? [] : [note("full_width")];
  let body = narrow.replace(OUTER_SPACE, "");
  let carrier = symbology;
  if (symbology !== null && !SYMBOLOGY.test(symbology)) return "symbology_unknown";
  const prefix = body.slice(0, 3);
  if (SYMBOLOGY.test(prefix)) {
    if (FLIPPED.has(prefix)) return "letter_case_flipped";
    if (symbology !== null && symbology !== prefix) return "symbology_contradiction";
    carrier = prefix;
    body = body.slice(3);
  }
  const macro = MACRO_05.exec(body);
  if (macro !== null) body = SEPARATOR + (macro[1] ?? "");
  return body.replaceAll(SEPARATOR, "") === "" ? "empty" : { text, body, symbology: carrier, notes };
}

/** Full-width forms that an input method makes (１７, （, ｜) as the ASCII signs they stand for. */
export function narrowed(text: string): string {
  return text.replace(/[！-～]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0));
}

/** The body with every substitute turned into the real separator. */
export function withSeparators(body: string, substitutes: readonly string[]): string {
  return substitutes.reduce(
    (rest, substitute) => (rest.includes(substitute) ? rest.replaceAll(substitute, SEPARATOR) : rest),
    body,
  );
}
