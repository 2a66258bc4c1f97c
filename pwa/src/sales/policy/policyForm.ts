/** The approval limits as they are being set, and what keeps them from being saved. */
import * as v from "valibot";
import type { ApprovalPolicyQuery } from "./approvalPolicy.graphql";
import type { ChangeApprovalPolicyInput } from "./changeApprovalPolicy.graphql";

type Policy = ApprovalPolicyQuery["approvalPolicy"];

const formSchema = v.object({
  releasedUpToFen: v.nullable(v.number()),
  directorAboveFen: v.nullable(v.number()),
  finance: v.picklist(["on", "off"]),
});
export type PolicyForm = v.InferOutput<typeof formSchema>;
const draftSchema = v.object({ ...formSchema.entries, was: formSchema });
/** `was`: what stood there when the form was opened. */
export type PolicyDraft = v.InferOutput<typeof draftSchema>;

export function formOf({ releasedUpToFen, directorAboveFen, financeReviews }: Policy): PolicyDraft {
  const was: PolicyForm = { releasedUpToFen, directorAboveFen, finance: financeReviews ? "on" : "off" };
  return { ...was, was };
}

export function lacking(form: PolicyDraft): "limits" | "inverted" | "change" | null {
  const { releasedUpToFen, directorAboveFen, was } = form;
  if (releasedUpToFen === null || directorAboveFen === null) return "limits";
  if (releasedUpToFen > directorAboveFen) return "inverted";
  return isSame(form, was) ? "change" : null;
}

/** null while something keeps it from being saved. */
export function inputFrom(form: PolicyDraft): ChangeApprovalPolicyInput | null {
  const { releasedUpToFen, directorAboveFen, finance } = form;
  if (releasedUpToFen === null || directorAboveFen === null || lacking(form) !== null) return null;
  return { releasedUpToFen, directorAboveFen, financeReviews: finance === "on" };
}

/** A draft is not put over limits that somebody else has set since. */
export const acceptedDraft =
  (was: PolicyForm) =>
  (stored: unknown): Partial<PolicyDraft> | null => {
    const read = v.safeParse(draftSchema, stored);
    return read.success && isSame(read.output.was, was) ? read.output : null;
  };

const isSame = (one: PolicyForm, other: PolicyForm): boolean =>
  one.releasedUpToFen === other.releasedUpToFen &&
  one.directorAboveFen === other.directorAboveFen &&
  one.finance === other.finance;
