/** A licence document as it is submitted, and what it still lacks. */
import * as v from "valibot";
import { sentFileSchema } from "@/platform/sentFile";
import { PAPER_TYPES, REGIMES } from "./papers";
import type { SubmitPaperInput } from "./submitPaper.graphql";

const formSchema = v.object({
  paperId: v.string(),
  type: v.nullable(v.picklist(PAPER_TYPES)),
  number: v.string(),
  issuedBy: v.string(),
  validFrom: v.nullable(v.string()),
  validTo: v.nullable(v.string()),
  endless: v.boolean(),
  scope: v.array(v.picklist(REGIMES)),
  file: v.nullable(sentFileSchema),
});
export type PaperForm = v.InferOutput<typeof formSchema>;
export type Lacking = "type" | "number" | "validFrom" | "validTo" | "inverted" | "file";

export function lacking(form: PaperForm): Lacking | null {
  if (form.file === null) return "file";
  if (form.type === null) return "type";
  if (form.number.trim() === "") return "number";
  if (form.validFrom === null) return "validFrom";
  if (form.endless) return null;
  if (form.validTo === null) return "validTo";
  return form.validTo < form.validFrom ? "inverted" : null;
}

/** null while something is missing. */
export function inputFrom(
  form: PaperForm,
  holder: { readonly holderKind: string; readonly holderId: string },
): SubmitPaperInput | null {
  if (form.type === null || form.validFrom === null || lacking(form) !== null) return null;
  return {
    paperId: form.paperId,
    ...holder,
    type: form.type,
    number: form.number.trim(),
    issuedBy: form.issuedBy.trim() === "" ? null : form.issuedBy.trim(),
    validFrom: form.validFrom,
    validTo: form.endless ? null : form.validTo,
    scope: form.scope,
    attachmentId: form.file?.id ?? null,
  };
}

export function acceptedDraft(stored: unknown): Partial<PaperForm> | null {
  const read = v.safeParse(formSchema, stored);
  return read.success ? read.output : null;
}
