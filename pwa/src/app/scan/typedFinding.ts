/** What can be said of a code while it is still being typed: its check digit, or what it reads as. */
import { endsInMod10, mod10 } from "@scanners/check_digits";
import type { Answer } from "@scanners/answer";

export type TypedFinding =
  | { readonly kind: "nothing" }
  | { readonly kind: "checkDigitRight"; readonly digits: number }
  | { readonly kind: "checkDigitWrong"; readonly expected: string }
  | { readonly kind: "reads"; readonly lot: string | null; readonly expiresOn: string | null }
  | { readonly kind: "several"; readonly count: number }
  | { readonly kind: "asText" };

/** GTIN-8, -12, -13, -14 and SSCC: all end in the same check digit. */
const CHECKED_LENGTHS = new Set([8, 12, 13, 14, 18]);

export function typedFinding(text: string, read: (text: string) => Answer): TypedFinding {
  const bare = text.normalize("NFKC").replaceAll(/\s/g, "");
  if (bare === "") return { kind: "nothing" };
  if (/^\d+$/.test(bare) && CHECKED_LENGTHS.has(bare.length)) {
    return endsInMod10(bare)
      ? { kind: "checkDigitRight", digits: bare.length }
      : { kind: "checkDigitWrong", expected: mod10(bare.slice(0, -1)) };
  }
  const answer = read(text.trim());
  if (answer.outcome === "ambiguous") return { kind: "several", count: answer.readings.length };
  if (answer.outcome === "unreadable" || (answer.lot === null && answer.expiresOn === null))
    return { kind: "asText" };
  return { kind: "reads", lot: answer.lot, expiresOn: answer.expiresOn };
}
