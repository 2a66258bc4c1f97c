/** What can be said of a code while it is still being typed: its check digit, what it reads as, or why it does not. */
import type { Answer } from "@scanners/answer";
import { endsInMod10, mod10 } from "@scanners/check_digits";
import { gtinFromUpcE } from "@scanners/gtin";
import type { PlainKey } from "@/i18n";
import { whyNotRead } from "@/inventory/readings/notes";

export type TypedFinding =
  | { readonly kind: "nothing" }
  | { readonly kind: "checkDigitRight"; readonly digits: number }
  | { readonly kind: "checkDigitWrong"; readonly expected: string }
  | { readonly kind: "reads"; readonly lot: string | null; readonly expiresOn: string | null }
  | { readonly kind: "known" }
  | { readonly kind: "several"; readonly count: number }
  | { readonly kind: "unfinished" }
  | { readonly kind: "refused"; readonly reason: PlainKey }
  | { readonly kind: "asText" };

/** GTIN-8, -12, -13, -14 and SSCC: all end in the same check digit. */
const CHECKED_LENGTHS = new Set([8, 12, 13, 14, 18]);

export function typedFinding(text: string, read: (text: string) => Answer): TypedFinding {
  const bare = text.normalize("NFKC").replaceAll(/\s/g, "");
  if (bare === "") return { kind: "nothing" };
  if (/^\d+$/.test(bare) && CHECKED_LENGTHS.has(bare.length)) {
    // The check digit of a UPC-E belongs to the twelve digits it stands for.
    return endsInMod10(bare) || gtinFromUpcE(bare) !== null
      ? { kind: "checkDigitRight", digits: bare.length }
      : { kind: "checkDigitWrong", expected: mod10(bare.slice(0, -1)) };
  }
  return findingOf(read(text.trim()));
}

function findingOf(answer: Answer): TypedFinding {
  if (answer.outcome === "ambiguous") return { kind: "several", count: answer.readings.length };
  if (answer.outcome === "unreadable") {
    // Every code is too short until its last part is typed: that is no reproach.
    if (answer.reason === "too_short") return { kind: "unfinished" };
    const reason = whyNotRead(answer.reason);
    return reason === null ? { kind: "asText" } : { kind: "refused", reason };
  }
  if (answer.lot !== null || answer.expiresOn !== null)
    return { kind: "reads", lot: answer.lot, expiresOn: answer.expiresOn };
  return answer.kind === "link" ? { kind: "asText" } : { kind: "known" };
}
