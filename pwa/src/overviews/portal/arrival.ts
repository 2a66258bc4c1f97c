/** What a customer tells of a courier's parcel, line by line, and the one command that it becomes. */
import * as v from "valibot";
import { typedCelsius } from "@/inventory/celsius";
import type { ConfirmArrivalMutationVariables } from "./confirmArrival.graphql";

const formSchema = v.object({
  /** By pick line id; a line that is not here was taken whole. */
  lines: v.record(v.string(), v.object({ received: v.number(), reason: v.string() })),
  /** By box id, as typed; empty is no data. */
  celsius: v.record(v.string(), v.string()),
});
export type ArrivalForm = v.InferOutput<typeof formSchema>;
export type ArrivalInput = ConfirmArrivalMutationVariables["input"];

export interface SentParcel {
  readonly id: string;
  readonly lines: readonly { readonly pickLineId: string; readonly sent: string }[];
  readonly boxes: readonly { readonly id: string }[];
}
export type ArrivalLacking = "nothing missing" | "reason" | "temperature";
export type ArrivalOutcome = "delivered" | "partly_delivered" | "refused";

export const emptyArrival = (): ArrivalForm => ({ lines: {}, celsius: {} });

export function acceptedArrival(stored: unknown): ArrivalForm | null {
  const read = v.safeParse(formSchema, stored);
  return read.success ? read.output : null;
}

export function takenOf(
  form: ArrivalForm,
  line: SentParcel["lines"][number],
): { readonly received: number; readonly reason: string } {
  return form.lines[line.pickLineId] ?? { received: Number(line.sent), reason: "" };
}

/** Nothing taken of anything is a refusal of all. */
export function outcomeOf(form: ArrivalForm, { lines }: SentParcel): ArrivalOutcome {
  if (lines.every((line) => takenOf(form, line).received >= Number(line.sent))) return "delivered";
  return lines.every((line) => takenOf(form, line).received === 0) ? "refused" : "partly_delivered";
}

/** What is missing before a receipt with differences can be confirmed; null when nothing is. */
export function arrivalLacking(form: ArrivalForm, parcel: SentParcel): ArrivalLacking | null {
  if (Object.values(form.celsius).some((text) => text.trim() !== "" && typedCelsius(text) === null))
    return "temperature";
  const fewer = parcel.lines.filter((line) => takenOf(form, line).received < Number(line.sent));
  if (fewer.length === 0) return "nothing missing";
  return fewer.some((line) => takenOf(form, line).reason.trim() === "") ? "reason" : null;
}

export function arrivalInput(form: ArrivalForm, parcel: SentParcel, now: Date): ArrivalInput {
  const outcome = outcomeOf(form, parcel);
  const told = parcel.lines.map((line) => ({ line, ...takenOf(form, line) }));
  const reasons = [...new Set(told.map(({ reason }) => reason.trim()).filter((reason) => reason !== ""))];
  return {
    deliveryId: parcel.id,
    arrivedAt: now.toISOString(),
    outcome,
    reason: outcome === "refused" ? reasons.join("；") : null,
    lines:
      outcome === "partly_delivered"
        ? told.map(({ line, received, reason }) => ({
            pickLineId: line.pickLineId,
            received: String(received),
            reason: received < Number(line.sent) ? reason.trim() : null,
          }))
        : [],
    boxes: parcel.boxes.map(({ id }) => ({
      boxId: id,
      arrivalCelsius: typedCelsius(form.celsius[id] ?? ""),
      loggerPhotoId: null,
    })),
  };
}
