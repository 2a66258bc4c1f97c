/** Which of several readings was chosen before for a supplier: it is offered first, and never taken unasked. */
import type { Label } from "@scanners/answer";
import { shapes } from "@scanners/shapes";

export interface ChosenBefore {
  /** Among the readings as the scanner ranks them. */
  readonly index: number;
  /** When it was last chosen. */
  readonly at: string;
}

/** `choices` are the supplier's, the latest first. */
export function chosenBefore(
  readings: readonly Label[],
  choices: readonly { readonly shape: string; readonly chosenAt: string }[],
): ChosenBefore | null {
  const offered = shapes(readings);
  for (const { shape, chosenAt } of choices) {
    const index = offered.indexOf(shape);
    if (index >= 0) return { index, at: chosenAt };
  }
  return null;
}
