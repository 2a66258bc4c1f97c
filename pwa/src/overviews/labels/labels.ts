/** What is asked of the label door, and what it would refuse anyway. */
import { fitsALabel, placeCode } from "@/inventory/locations/placeCode";

export const LABELS_MAX = 500;

export type LabelKind = "box" | "tote";
export type LabelForm = "a4" | "roll";

/** What is on file; it is asked for by its id. A box or tote is nothing but its code. */
export type Filed = "lot" | "location";

export interface Wanted {
  readonly about: LabelKind | Filed;
  readonly value: string;
  readonly count: string;
  readonly form: LabelForm;
}

export function labelsAddress({ about, value, count, form }: Wanted): string {
  const asked = new URLSearchParams({ [about]: written(about, value), count: count.trim(), form });
  return `/labels.pdf?${asked.toString()}`;
}

export function labelsProblem({ about, value, count }: Wanted): "labelCodeFirst" | "labelCountFirst" | null {
  if (!isFiled(about) && !fitsALabel(value)) return "labelCodeFirst";
  const labels = /^\d{1,3}$/.test(count.trim()) ? Number(count) : 0;
  return labels >= 1 && labels <= LABELS_MAX ? null : "labelCountFirst";
}

const isFiled = (about: Wanted["about"]): about is Filed => about === "lot" || about === "location";

const written = (about: Wanted["about"], value: string): string =>
  isFiled(about) ? value : placeCode(value);
