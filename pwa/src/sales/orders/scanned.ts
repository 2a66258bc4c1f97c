/** Which trade item a scan names: one, several a person must choose from, or none. */
import { read } from "@scanners/label";

export type ScannedItem =
  | { readonly kind: "item"; readonly gtins: readonly string[] }
  | { readonly kind: "none"; readonly text: string };

export function scannedItem(text: string, symbology: string | null, year: number): ScannedItem {
  const answer = read(text, symbology, { year });
  const labels =
    answer.outcome === "label" ? [answer] : answer.outcome === "ambiguous" ? answer.readings : [];
  const gtins = [...new Set(labels.flatMap(({ gtin }) => (gtin === null ? [] : [gtin])))];
  return gtins.length > 0 ? { kind: "item", gtins } : { kind: "none", text };
}
