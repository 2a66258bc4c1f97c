/** What is asked of the label door, and what it would refuse anyway. */
import * as v from "valibot";
import { fitsALabel, placeCode } from "@/inventory/locations/placeCode";

export const LABELS_MAX = 500;

export type LabelKind = "box" | "tote";
export type LabelForm = "a4" | "roll";

/** What is on file; it is asked for by its id. A box or tote is nothing but its code. */
export type Filed = "lot" | "location";

export interface Wanted {
  /** An order's boxes get a label each; the others are equal. */
  readonly about: LabelKind | Filed | "order";
  /** Ids, an order's number, or the one code of a box or tote. */
  readonly values: readonly string[];
  readonly count: string;
  readonly form: LabelForm;
}

const choiceSchema = v.object({
  kind: v.picklist(["box", "tote", "location"]),
  place: v.nullable(v.object({ id: v.string(), code: v.string() })),
  code: v.string(),
  count: v.string(),
  form: v.picklist(["a4", "roll"]),
  /** Lots of an arrival that get no label. */
  leftOut: v.array(v.string()),
});

/** The labels page as it is filled in. */
export type LabelsChoice = v.InferOutput<typeof choiceSchema>;

export const emptyChoice = (count: string): LabelsChoice => ({
  kind: "box",
  place: null,
  code: "",
  count,
  form: "a4",
  leftOut: [],
});

export function acceptedDraft(stored: unknown): LabelsChoice | null {
  const read = v.safeParse(choiceSchema, stored);
  return read.success ? read.output : null;
}

export function labelsAddress({ about, values, count, form }: Wanted): string {
  return `/labels.pdf?${asked(about, values, count, form).toString()}`;
}

/** Of the first label, to look at: how many are printed on which paper changes nothing but an order's "1/5 件". */
export function previewAddress({ about, values, count }: Wanted): string {
  return `/labels.svg?${asked(about, values.slice(0, 1), about === "order" ? count : "1").toString()}`;
}

function asked(
  about: Wanted["about"],
  values: readonly string[],
  count: string,
  form?: LabelForm,
): URLSearchParams {
  const question = new URLSearchParams(values.map((value) => [about, written(about, value)]));
  question.set("count", count.trim());
  if (form !== undefined) question.set("form", form);
  return question;
}

export function labelsProblem({
  about,
  values,
  count,
}: Wanted):
  "labelCodeFirst" | "labelLotFirst" | "labelLocationFirst" | "labelCountFirst" | "labelsTooMany" | null {
  if (!isFiled(about) && !values.every(fitsALabel)) return "labelCodeFirst";
  if (values.length === 0) return about === "location" ? "labelLocationFirst" : "labelLotFirst";
  const labels = /^\d{1,3}$/.test(count.trim()) ? Number(count) : 0;
  if (labels < 1 || labels > LABELS_MAX) return "labelCountFirst";
  return labels * values.length <= LABELS_MAX ? null : "labelsTooMany";
}

const isFiled = (about: Wanted["about"]): about is Filed => about === "lot" || about === "location";

const written = (about: Wanted["about"], value: string): string =>
  isFiled(about) ? value : placeCode(value);
