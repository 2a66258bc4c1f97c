/** What is asked of the label door, and what it would refuse anyway. */

export const LABELS_MAX = 500;

export type LabelKind = "box" | "tote";
export type LabelForm = "a4" | "roll";

export interface Wanted {
  readonly about: LabelKind | "lot";
  readonly value: string;
  readonly count: string;
  readonly form: LabelForm;
}

const CODE = /^[0-9A-Z](?:[0-9A-Z-]{0,22}[0-9A-Z])?$/;

export function labelsAddress({ about, value, count, form }: Wanted): string {
  const asked = new URLSearchParams({ [about]: written(about, value), count: count.trim(), form });
  return `/labels.pdf?${asked.toString()}`;
}

export function labelsProblem({ about, value, count }: Wanted): "labelCodeFirst" | "labelCountFirst" | null {
  if (about !== "lot" && !CODE.test(written(about, value))) return "labelCodeFirst";
  const labels = /^\d{1,3}$/.test(count.trim()) ? Number(count) : 0;
  return labels >= 1 && labels <= LABELS_MAX ? null : "labelCountFirst";
}

/** A place label knows capitals only; the id of a lot is none. */
function written(about: Wanted["about"], value: string): string {
  return about === "lot" ? value : value.trim().toUpperCase();
}
