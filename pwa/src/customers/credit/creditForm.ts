/** A customer's credit as it is being set. */
import * as v from "valibot";

const TERMS_DAYS_USUAL = 30;
const creditSchema = v.object({ limitFen: v.nullable(v.number()), termsDays: v.number() });
/** What stood there when the form was opened: a draft is not put over what finance set since. */
const formSchema = v.object({ ...creditSchema.entries, was: v.nullable(creditSchema) });
export type CreditForm = v.InferOutput<typeof formSchema>;

export function formOf(credit: { readonly limitFen: number; readonly termsDays: number } | null): CreditForm {
  const was = credit === null ? null : { limitFen: credit.limitFen, termsDays: credit.termsDays };
  return { ...(was ?? { limitFen: null, termsDays: TERMS_DAYS_USUAL }), was };
}

export const acceptedDraft =
  (was: CreditForm["was"]) =>
  (stored: unknown): Partial<CreditForm> | null => {
    const read = v.safeParse(formSchema, stored);
    if (!read.success) return null;
    const drafted = read.output.was;
    return drafted?.limitFen === was?.limitFen && drafted?.termsDays === was?.termsDays ? read.output : null;
  };
