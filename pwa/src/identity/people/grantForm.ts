/** A post as it is about to be given, and what is lacking. */
import * as v from "valibot";
import type { GrantPostInput } from "./grantPost.graphql";
import { endOf, startOf } from "./tenures";

const formSchema = v.object({
  membershipId: v.string(),
  post: v.nullable(v.string()),
  department: v.nullable(v.string()),
  /** Whom a deputy stands in for; null is a post of one's own. */
  deputyFor: v.nullable(v.string()),
  from: v.nullable(v.string()),
  to: v.nullable(v.string()),
});
export type GrantForm = v.InferOutput<typeof formSchema>;
export type Lacking = "post" | "from" | "period" | "deputyEnd";

export const emptyForm = (membershipId: string, today: string): GrantForm => ({
  membershipId,
  post: null,
  department: null,
  deputyFor: null,
  from: today,
  to: null,
});

export function lacking({ post, from, to, deputyFor }: GrantForm): Lacking | null {
  if (post === null) return "post";
  if (from === null) return "from";
  if (to !== null && to < from) return "period";
  return deputyFor !== null && to === null ? "deputyEnd" : null;
}

/** null while something is missing. A post that begins today begins now. */
export function inputFrom(form: GrantForm, userId: string, today: string): GrantPostInput | null {
  if (form.post === null || form.from === null || lacking(form) !== null) return null;
  return {
    membershipId: form.membershipId,
    userId,
    post: form.post,
    validFrom: form.from <= today ? null : startOf(form.from),
    validTo: form.to === null ? null : endOf(form.to),
    departmentId: form.department,
    deputyFor: form.deputyFor,
  };
}

/** A draft from an earlier day begins today: nobody is given a post in the past. */
export const acceptedDraft =
  (today: string) =>
  (stored: unknown): Partial<GrantForm> | null => {
    const read = v.safeParse(formSchema, stored);
    if (!read.success) return null;
    const { from } = read.output;
    return { ...read.output, from: from !== null && from < today ? today : from };
  };
