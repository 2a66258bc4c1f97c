/** The inspection of an arrival as it is filled in: every lot is accepted whole until somebody says otherwise. */
import * as v from "valibot";
import type { InspectInput } from "./inspect.graphql";

const toldSchema = v.object({ accepted: v.pipe(v.number(), v.minValue(0)), result: v.string() });
const formSchema = v.object({ told: v.record(v.string(), toldSchema) });

export type Told = v.InferOutput<typeof toldSchema>;
/** Only the lots that somebody has said something about, by their ids. */
export type InspectionForm = v.InferOutput<typeof formSchema>;

export interface ArrivedLine {
  readonly lotId: string;
  /** Decimal, in pieces. */
  readonly arrived: string;
}

export function toldOf({ told }: InspectionForm, { lotId, arrived }: ArrivedLine): Told {
  return told[lotId] ?? { accepted: Number(arrived), result: "" };
}

export const isShort = (form: InspectionForm, line: ArrivedLine): boolean =>
  toldOf(form, line).accepted < Number(line.arrived);

/** What is not accepted needs its result in words: the server refuses it without. */
export const lacksResult = (form: InspectionForm, lines: readonly ArrivedLine[]): boolean =>
  lines.some((line) => isShort(form, line) && toldOf(form, line).result.trim() === "");

/** A result is said only of a lot that is not accepted whole: its field is not shown otherwise. */
export const inputFrom = (
  form: InspectionForm,
  receiptId: string,
  lines: readonly ArrivedLine[],
): InspectInput => ({
  receiptId,
  lines: lines.map((line) => {
    const { accepted, result } = toldOf(form, line);
    const said = isShort(form, line) && result.trim() !== "";
    return { lotId: line.lotId, accepted: String(accepted), result: said ? result.trim() : null };
  }),
});

export function acceptedDraft(stored: unknown): InspectionForm | null {
  const read = v.safeParse(formSchema, stored);
  return read.success ? read.output : null;
}
