/** An arrival as it is taken in, and what it still lacks. */
import * as v from "valibot";
import { typedCelsius } from "../celsius";
import type { ReceiveInput } from "./receive.graphql";

/** What travels in a cold chain is measured when it arrives. */
const COLD = new Set(["refrigerated", "frozen", "deep_frozen"]);

const readingSchema = v.object({
  rawText: v.string(),
  symbology: v.nullable(v.string()),
  choice: v.number(),
});
const noteSchema = v.object({ what: v.string(), field: v.string() });
const lineSchema = v.object({
  key: v.string(),
  productId: v.string(),
  productName: v.string(),
  detail: v.string(),
  unit: v.string(),
  piecesPerCase: v.number(),
  storageClass: v.string(),
  lotNumber: v.string(),
  /** The last usable day. */
  expiresOn: v.nullable(v.string()),
  /** The day that the scanned code stated. */
  codeExpiresOn: v.optional(v.nullable(v.string()), null),
  /** The maker's word and the date beside it, where a person copied them; a null word is the code's. */
  expiryWord: v.optional(v.nullable(v.string()), null),
  expiryPrinted: v.optional(v.string(), ""),
  madeOn: v.nullable(v.string()),
  quantity: v.number(),
  locationId: v.nullable(v.string()),
  /** Which reading was chosen of a code that has several; it goes out with the arrival and ranks first next time. */
  reading: v.optional(v.nullable(readingSchema), null),
  /** What the reader noticed about the scanned code. */
  notes: v.optional(v.array(noteSchema), []),
});
const formSchema = v.object({
  receiptId: v.string(),
  supplierId: v.nullable(v.string()),
  deliveryNoteNumber: v.string(),
  transport: v.string(),
  celsius: v.string(),
  lines: v.array(lineSchema),
});

export type ChosenReading = v.InferOutput<typeof readingSchema>;
export type LineForm = v.InferOutput<typeof lineSchema>;
export type ReceiptForm = v.InferOutput<typeof formSchema>;
export type Lacking =
  "supplier" | "lines" | "lot" | "expiry" | "location" | "transport" | "celsius" | "lotTwice";

export const isCold = ({ lines }: Pick<ReceiptForm, "lines">): boolean =>
  lines.some(({ storageClass }) => COLD.has(storageClass));

export function lacking(form: ReceiptForm): Lacking | null {
  if (form.supplierId === null) return "supplier";
  if (form.lines.length === 0) return "lines";
  if (form.lines.some(({ lotNumber }) => lotNumber.trim() === "")) return "lot";
  if (form.lines.some(({ expiresOn }) => expiresOn === null)) return "expiry";
  if (form.lines.some(({ locationId }) => locationId === null)) return "location";
  const names = form.lines.map(
    ({ productId, lotNumber, expiresOn }) => `${productId} ${lotNumber.trim()} ${expiresOn ?? ""}`,
  );
  if (new Set(names).size < names.length) return "lotTwice";
  if (isCold(form) && form.transport.trim() === "") return "transport";
  const isMeasured = typedCelsius(form.celsius) !== null;
  if (isCold(form) && !isMeasured) return "celsius";
  return form.celsius.trim() !== "" && !isMeasured ? "celsius" : null;
}

export function inputFrom(form: ReceiptForm): ReceiveInput {
  return {
    receiptId: form.receiptId,
    supplierId: form.supplierId ?? "",
    deliveryNoteNumber: textOrNull(form.deliveryNoteNumber),
    transport: textOrNull(form.transport),
    arrivalCelsius: typedCelsius(form.celsius),
    readings: form.lines.flatMap(({ reading }) => (reading === null ? [] : [reading])),
    lines: form.lines.map((line) => ({
      productId: line.productId,
      lotNumber: line.lotNumber.trim(),
      expiresOn: line.expiresOn ?? "",
      expiryWord: line.expiryWord,
      expiryPrinted: line.expiryWord === null ? null : line.expiryPrinted.trim(),
      madeOn: line.madeOn,
      quantity: String(line.quantity),
      locationId: line.locationId ?? "",
    })),
  };
}

export function acceptedDraft(stored: unknown): Partial<ReceiptForm> | null {
  const parsed = v.safeParse(formSchema, stored);
  return parsed.success ? parsed.output : null;
}

const textOrNull = (text: string): string | null => (text.trim() === "" ? null : text.trim());
