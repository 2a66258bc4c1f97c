/** What a code means. The tables of the reader are fetched beside the page, not with it; offline they are precached. */
import type { Answer } from "@scanners/answer";

export type ReadLabel = (text: string, symbology: string | null) => Answer;

export async function loadReader(): Promise<ReadLabel> {
  const { read } = await import("@scanners/label");
  return (text, symbology) => read(text, symbology, { year: new Date().getFullYear() });
}
