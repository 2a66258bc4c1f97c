/** Boxes counted by their labels: whose a box is and whether the count is whole, as the server judges it too. */
import type { Answer } from "@scanners/answer";

export interface Count {
  readonly orderNumber: string;
  readonly pieces: number;
  /** Codes in the order of counting. */
  readonly boxes: readonly string[];
}

export type BoxVerdict =
  | { readonly kind: "counted"; readonly box: string }
  | { readonly kind: "again"; readonly box: string }
  | { readonly kind: "otherOrder"; readonly box: string; readonly order: string }
  | { readonly kind: "full"; readonly box: string }
  | { readonly kind: "noBox" };

/** SO-2026-000123-3 is the third box of that order; any other code is a box that is used again and again. */
const OF_AN_ORDER = /^(SO-\d{4}-\d{6,})-\d{1,4}$/;

export function judgedBox(answer: Answer, { orderNumber, pieces, boxes }: Count): BoxVerdict {
  if (answer.outcome !== "label" || answer.kind !== "box" || answer.place === null) return { kind: "noBox" };
  const box = answer.place;
  const order = OF_AN_ORDER.exec(box)?.[1] ?? orderNumber;
  if (order !== orderNumber) return { kind: "otherOrder", box, order };
  if (boxes.includes(box)) return { kind: "again", box };
  return boxes.length >= pieces ? { kind: "full", box } : { kind: "counted", box };
}
