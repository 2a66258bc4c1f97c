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
  coolant: v.string(),
  calibratedUntil: v.nullable(v.string()),
  validatedHours: v.string(),
});
const formSchema = v.object({
  deliveryId: v.string(),
  leg: v.picklist(["own_driver", "courier"]),
  driverId: v.nullable(v.string()),
  carrier: v.string(),
  waybill: v.string(),
  pieces: v.number(),
  /** Codes of the box labels that were scanned; drafts of the first release know none. */
  counted: v.optional(v.array(v.string()), []),
  countReason: v.optional(v.nullable(v.string()), null),
  boxes: v.array(boxSchema),
  /** Which box a line that is not ambient travels in. */
  boxOf: v.record(v.string(), v.string()),
});

export type BoxForm = v.InferOutput<typeof boxSchema>;
export type HandOverForm = v.InferOutput<typeof formSchema>;

export type Lacking =
  | "driver"
  | "carrier"
  | "waybill"
  | "boxes"
  | "celsius"
  | "plate"
  | "boxNumber"
  | "loggerNumber"
  | "validatedHours";

/** The server's: no packaging is validated for longer. */
export const VALIDATED_HOURS_MAX = 720;

export const isCold = ({ storageClass }: SentLine): boolean => storageClass !== "ambient";

export function emptyBox(id: string, plate = ""): BoxForm {
  return {
    id,
    means: "passive_box",
    plate,
    boxNumber: "",
    loggerNumber: "",
    celsius: "",
    coolant: "",
    calibratedUntil: null,
    validatedHours: "",
  };
}

/** Only a box without a machine of its own is kept cold by what lies in it. */
export const takesCoolant = ({ means }: Pick<BoxForm, "means">): boolean => means === "passive_box";

/** A truck is no packaging that a report was written about. */
export const isPackaging = ({ means }: Pick<BoxForm, "means">): boolean => means !== "truck";

/** Whole hours as the server takes them; null while there are none, "wrong" for anything else. */
export function typedHours(text: string): number | null | "wrong" {
  const written = text.trim();
  if (written === "") return null;
  const hours = /^\d{1,3}$/.test(written) ? Number(written) : 0;
  return hours >= 1 && hours <= VALIDATED_HOURS_MAX ? hours : "wrong";
}

/** What was told of a box and its logger when they last went out. */
export interface LastUsed {
  readonly coolant: string | null;
  readonly validatedHours: number | null;
  readonly calibratedUntil: string | null;
}

/** Fills in what is still empty from the last time. A calibration that has ended is not put back: it is to be looked up. */
export function remembered(box: BoxForm, last: LastUsed, today: string): Partial<BoxForm> {
  const { coolant, validatedHours, calibratedUntil } = last;
  return {
    ...(box.coolant === "" && coolant !== null && takesCoolant(box) ? { coolant } : {}),
    ...(box.validatedHours === "" && validatedHours !== null && isPackaging(box)
      ? { validatedHours: String(validatedHours) }
      : {}),
    ...(box.calibratedUntil === null && calibratedUntil !== null && calibratedUntil >= today
      ? { calibratedUntil }
      : {}),
  };
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
  if (form.counted.length !== form.pieces && (form.countReason === null || form.counted.length > form.pieces))
    return "boxes";
  for (const box of usedBoxes(form)) {
    const missing = lackingInBox(box, form.leg);
    if (missing !== null) return missing;
  }
  return null;
}

/** The first thing that a box's record still lacks; null when it may be closed. */
export function lackingInBox(box: BoxForm, leg: HandOverForm["leg"]): Lacking | null {
  if (typedCelsius(box.celsius) === null) return "celsius";
  if (isPackaging(box) && box.boxNumber.trim() === "") return "boxNumber";
  if (box.loggerNumber.trim() === "") return "loggerNumber";
  if ((box.means === "truck" || leg === "own_driver") && box.plate.trim() === "") return "plate";
  return isPackaging(box) && typedHours(box.validatedHours) === "wrong" ? "validatedHours" : null;
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
    countedBoxes: form.counted,
    countReason: form.counted.length === form.pieces ? null : form.countReason,
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
      boxNumber: isPackaging(box) ? textOrNull(box.boxNumber) : null,
      calibratedUntil: box.calibratedUntil,
      coolant: takesCoolant(box) ? textOrNull(box.coolant) : null,
      validatedHours: isPackaging(box) ? hoursOrNull(box.validatedHours) : null,
    })),
  };
}

export function acceptedDraft(stored: unknown): Partial<HandOverForm> | null {
  const parsed = v.safeParse(formSchema, stored);
  return parsed.success ? parsed.output : null;
}

function hoursOrNull(text: string): number | null {
  const hours = typedHours(text);
  return hours === "wrong" ? null : hours;
}

const textOrNull = (text: string): string | null => (text.trim() === "" ? null : text.trim());
