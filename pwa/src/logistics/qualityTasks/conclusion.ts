/** Quality's conclusion as it is written, and what it still lacks. */
import * as v from "valibot";
import type { CloseQualityTaskInput } from "./closeQualityTask.graphql";

const formSchema = v.object({ conclusion: v.string(), fit: v.picklist(["fit", "unfit", "open"]) });

export type ConclusionForm = v.InferOutput<typeof formSchema>;

export const emptyForm = (): ConclusionForm => ({ conclusion: "", fit: "open" });

export function lacking({ conclusion, fit }: ConclusionForm): "fit" | "conclusion" | null {
  if (fit === "open") return "fit";
  return conclusion.trim() === "" ? "conclusion" : null;
}

export const inputFrom = ({ conclusion, fit }: ConclusionForm, taskId: string): CloseQualityTaskInput => ({
  taskId,
  conclusion: conclusion.trim(),
  fit: fit === "fit",
});

export function acceptedDraft(stored: unknown): ConclusionForm | null {
  const read = v.safeParse(formSchema, stored);
  return read.success ? read.output : null;
}
