/** What the driver tells at the door, as it is filled in, and the one command that it becomes. */
import * as v from "valibot";
import type { Sent, Told } from "@offline/deliveryReceipt";
import { typedCelsius } from "@/inventory/celsius";
import type { OfflineInputs } from "@/sync/offlineCommands.graphql";
import type { DeliveryPageQuery } from "./delivery.graphql";

export type Delivery = NonNullable<DeliveryPageQuery["delivery"]>;

export const OUTCOMES = ["delivered", "partly_delivered", "refused", "not_delivered"] as const;
export type Outcome = (typeof OUTCOMES)[number];
export const NOT_DELIVERED_REASONS = ["nobody", "otherDay", "wrongAddress", "other"] as const;
export type NotDeliveredReason = (typeof NOT_DELIVERED_REASONS)[number];

const inkSchema = v.nullable(v.array(v.array(v.number())));
const formSchema = v.object({
  arrivedAt: v.string(),
  /** By box id: what the logger showed, as typed; "no data" is said, not left out. */
  boxes: v.record(
    v.string(),
    v.object({ celsius: v.string(), noData: v.boolean(), photoId: v.nullable(v.string()) }),
  ),
  outcome: v.nullable(v.picklist(OUTCOMES)),
  reason: v.string(),
  why: v.nullable(v.picklist(NOT_DELIVERED_REASONS)),
  /** By pick line id; only of a partial receipt. */
  lines: v.record(v.string(), v.object({ received: v.number(), reason: v.string() })),
  receiver: v.string(),
  isOnBehalf: v.boolean(),
  relation: v.string(),
  ink: inkSchema,
  hasSecond: v.boolean(),
  secondReceiver: v.string(),
  secondInk: inkSchema,
  shownDigest: v.nullable(v.string()),
  slipPhotoId: v.nullable(v.string()),
});

export type StopForm = v.InferOutput<typeof formSchema>;

export type Lacking =
  | "outcome"
  | "temperature"
  | "lineReason"
  | "nothingMissing"
  | "everythingMissing"
  | "reason"
  | "why"
  | "signature";

export function emptyForm(now: Date): StopForm {
  return {
    arrivedAt: now.toISOString(),
    boxes: {},
    outcome: null,
    reason: "",
    why: null,
    lines: {},
    receiver: "",
    isOnBehalf: false,
    relation: "",
    ink: null,
    hasSecond: false,
    secondReceiver: "",
    secondInk: null,
    shownDigest: null,
    slipPhotoId: null,
  };
}

export function acceptedDraft(stored: unknown): Partial<StopForm> | null {
  const parsed = v.safeParse(formSchema, stored);
  return parsed.success ? parsed.output : null;
}

export const isTaken = (outcome: Outcome | null): boolean =>
  outcome === "delivered" || outcome === "partly_delivered";

/** The first thing that is missing before the receiver is asked to sign; null when nothing is. */
export function lackingBeforeSigning(form: StopForm, delivery: Delivery): Lacking | null {
  if (form.outcome === null) return "outcome";
  if (!delivery.boxes.every(({ id }) => isTold(form.boxes[id], form.outcome))) return "temperature";
  switch (form.outcome) {
    case "partly_delivered":
      return lackingInLines(form, delivery);
    case "refused":
      return form.reason.trim() === "" ? "reason" : null;
    case "not_delivered":
      if (form.why === null) return "why";
      return form.why === "other" && form.reason.trim() === "" ? "reason" : null;
    default:
      return null;
  }
}

export function lacking(form: StopForm, delivery: Delivery): Lacking | null {
  const before = lackingBeforeSigning(form, delivery);
  if (before !== null) return before;
  return isTaken(form.outcome) && (form.ink === null || form.receiver.trim() === "") ? "signature" : null;
}

/** Of goods that nobody took a reading may be left out, but what was typed has to be one. */
function isTold(box: StopForm["boxes"][string] | undefined, outcome: Outcome | null): boolean {
  if (outcome === "not_delivered") return box === undefined || box.celsius.trim() === "" || isCelsius(box);
  return box !== undefined && (box.noData || isCelsius(box));
}
const isCelsius = ({ celsius }: StopForm["boxes"][string]): boolean => typedCelsius(celsius) !== null;

function lackingInLines(form: StopForm, delivery: Delivery): Lacking | null {
  const told = delivery.lines.map((line) => ({ ...receivedOf(form, line), sent: Number(line.sent) }));
  if (told.some(({ received, sent, reason }) => received < sent && reason.trim() === "")) return "lineReason";
  if (told.every(({ received, sent }) => received === sent)) return "nothingMissing";
  return told.every(({ received }) => received === 0) ? "everythingMissing" : null;
}

/** Of a partial receipt: everything of a line, until the driver says otherwise. */
export function receivedOf(
  form: StopForm,
  line: { readonly pickLineId: string; readonly sent: string },
): { readonly received: number; readonly reason: string } {
  return form.lines[line.pickLineId] ?? { received: Number(line.sent), reason: "" };
}

/** The reason as it is recorded; the words of the four of a failed attempt are the trade's. */
export function reasonOf(form: StopForm, words: Readonly<Record<NotDeliveredReason, string>>): string | null {
  const written = form.reason.trim() === "" ? null : form.reason.trim();
  if (form.outcome === "refused") return written;
  if (form.outcome !== "not_delivered" || form.why === null) return null;
  if (form.why === "other") return written;
  return written === null ? words[form.why] : `${words[form.why]}：${written}`;
}

export function sentFacts(delivery: Delivery): Sent {
  return {
    deliveryId: delivery.id,
    noteNumber: delivery.deliveryNoteNumber,
    orderNumber: delivery.orderNumber,
    customer: delivery.customerName,
    address: delivery.address,
    lines: delivery.lines.map((line) => ({
      pickLineId: line.pickLineId,
      product: line.productName,
      specification: line.specification,
      lot: line.lotNumber,
      expiresOn: line.expiresOn,
      unit: line.unit,
      sent: line.sent,
    })),
  };
}

export function toldFacts(form: StopForm, delivery: Delivery, reason: string | null): Told {
  return {
    outcome: form.outcome ?? "",
    reason,
    arrivedAt: new Date(form.arrivedAt).toISOString(),
    receiver: textOrNull(form.receiver),
    onBehalf: form.isOnBehalf ? textOrNull(form.relation) : null,
    lines:
      form.outcome === "partly_delivered"
        ? delivery.lines.map((line) => {
            const { received, reason } = receivedOf(form, line);
            return {
              pickLineId: line.pickLineId,
              received: String(received),
              reason: received < Number(line.sent) ? textOrNull(reason) : null,
            };
          })
        : [],
    temperatures: delivery.boxes.map(({ id }) => ({ boxId: id, celsius: celsiusOf(form, id) })),
  };
}

/** One command with everything in it: a delivery is one fact. */
export function confirmation(
  form: StopForm,
  delivery: Delivery,
  reason: string | null,
): OfflineInputs["logistics.confirmDelivery"] {
  const told = toldFacts(form, delivery, reason);
  const signs = form.outcome !== "not_delivered" && form.ink !== null;
  const second = signs && form.hasSecond && form.secondInk !== null ? textOrNull(form.secondReceiver) : null;
  return {
    deliveryId: delivery.id,
    arrivedAt: told.arrivedAt,
    outcome: told.outcome,
    reason,
    lines: told.lines.map((line) => ({ ...line })),
    boxes: told.temperatures.map(({ boxId, celsius }) => ({
      boxId,
      arrivalCelsius: celsius,
      loggerPhotoId: form.boxes[boxId]?.photoId ?? null,
    })),
    // The form begins with the order's receiver: somebody who did not sign received nothing.
    receiverName: signs ? told.receiver : null,
    receivedOnBehalf: signs ? told.onBehalf : null,
    strokes: signs ? (form.ink ?? []) : [],
    secondReceiverName: second,
    secondStrokes: second === null ? [] : (form.secondInk ?? []),
    slipPhotoId: form.slipPhotoId,
    shownDigest: signs ? form.shownDigest : null,
  };
}

export function celsiusOf(form: StopForm, boxId: string): string | null {
  const box = form.boxes[boxId];
  const saysNoData = box?.noData === true && form.outcome !== "not_delivered";
  return box === undefined || saysNoData ? null : typedCelsius(box.celsius);
}

const textOrNull = (text: string): string | null => (text.trim() === "" ? null : text.trim());
