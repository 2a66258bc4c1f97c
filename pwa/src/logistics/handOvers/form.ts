/** The hand-over as it is filled in, and what it still lacks: the same demands as the server's, said while typing. */
import * as v from "valibot";
import { typedCelsius } from "@/inventory/celsius";
import type { HandOverInput } from "./handOver.graphql";

export const MEANS = ["truck", "active_box", "passive_box"] as const;
export type Means = (typeof MEANS)[number];

export interface SentLine {
  readonly id: string;
  readonly storageClass: string;
}

const boxSchema = v.object({
  id: v.string(),
  means: v.picklist(MEANS),
  plate: v.string(),
  boxNumber: v.string(),
  loggerNumber: v.string(),
  celsius: v.string(),
});
const formSchema = v.object({
  deliveryId: v.string(),
  leg: v.picklist(["own_driver", "courier"]),
  driverId: v.nullable(v.string()),
  carrier: v.string(),
  waybill: v.string(),
  pieces: v.number(),
  boxes: v.array(boxSchema),
  /** Which box a line that is not ambient travels in. */
  boxOf: v.record(v.string(), v.string()),
});

export type BoxForm = v.InferOutput<typeof boxSchema>;
export type HandOverForm = v.InferOutput<typeof formSchema>;

export type Lacking = "driver" | "carrier" | "waybill" | "celsius" | "plate" | "boxNumber" | "loggerNumber";

export const isCold = ({ storageClass }: SentLine): boolean => storageClass !== "ambient";

export function emptyBox(id: string, plate = ""): BoxForm {
  return { id, means: "passive_box", plate, boxNumber: "", loggerNumber: "", celsius: "" };
}

/** One box for each class that is not ambient: no temperature suits two of them. */
export function packedByClass(
  lines: readonly SentLine[],
  newId: () => string,
): Pick<HandOverForm, "boxes" | "boxOf"> {
  const cold = lines.filter(isCold);
  const boxOfClass = new Map(
    [...new Set(cold.map(({ storageClass }) => storageClass))].map((name) => [name, newId()]),
  );
  return {
    boxes: [...boxOfClass.values()].map((id) => emptyBox(id)),
    boxOf: Object.fromEntries(cold.map(({ id, storageClass }) => [id, boxOfClass.get(storageClass) ?? ""])),
  };
}

/** The first thing that is missing; null when the goods may go. Boxes that hold nothing are left behind. */
export function lacking(form: HandOverForm): Lacking | null {
  if (form.leg === "own_driver" && form.driverId === null) return "driver";
  if (form.leg === "courier" && form.carrier.trim() === "") return "carrier";
  if (form.leg === "courier" && form.waybill.trim() === "") return "waybill";
  for (const box of usedBoxes(form)) {
    const plateDemanded = box.means === "truck" || form.leg === "own_driver";
    if (typedCelsius(box.celsius) === null) return "celsius";
    if (plateDemanded && box.plate.trim() === "") return "plate";
    if (box.means !== "truck" && box.boxNumber.trim() === "") return "boxNumber";
    if (box.loggerNumber.trim() === "") return "loggerNumber";
  }
  return null;
}

export function usedBoxes({ boxes, boxOf }: HandOverForm): readonly BoxForm[] {
  const used = new Set(Object.values(boxOf));
  return boxes.filter(({ id }) => used.has(id));
}

export function inputFrom(form: HandOverForm, outboundId: string): HandOverInput {
  const own = form.leg === "own_driver";
  return {
    deliveryId: form.deliveryId,
    outboundId,
    leg: form.leg,
    pieces: form.pieces,
    driverId: own ? form.driverId : null,
    carrier: own ? null : form.carrier.trim(),
    waybill: own ? null : form.waybill.trim(),
    boxes: usedBoxes(form).map((box) => ({
      boxId: box.id,
      means: box.means,
      pickLineIds: Object.entries(form.boxOf)
        .filter(([, boxId]) => boxId === box.id)
        .map(([lineId]) => lineId),
      departureCelsius: typedCelsius(box.celsius) ?? "",
      loggerNumber: textOrNull(box.loggerNumber),
      plate: textOrNull(box.plate),
      boxNumber: box.means === "truck" ? null : textOrNull(box.boxNumber),
    })),
  };
}

export function acceptedDraft(stored: unknown): Partial<HandOverForm> | null {
  const parsed = v.safeParse(formSchema, stored);
  return parsed.success ? parsed.output : null;
}

const textOrNull = (text: string): string | null => (text.trim() === "" ? null : text.trim());
