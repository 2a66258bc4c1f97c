/** A scan typed by hand as it is filled in: which code, how many pieces, and why it could not be read. */
import * as v from "valibot";

export const WHY_TYPED = ["damaged", "none", "unreadable", "other"] as const;

const formSchema = v.object({
  text: v.string(),
  why: v.picklist(WHY_TYPED),
  words: v.string(),
  pieces: v.pipe(v.number(), v.integer(), v.minValue(1)),
});

export type TypedScanForm = v.InferOutput<typeof formSchema>;

export const emptyForm = (): TypedScanForm => ({ text: "", why: "damaged", words: "", pieces: 1 });

export const lacking = ({ text, why, words }: TypedScanForm): "text" | "reason" | null => {
  if (text.trim() === "") return "text";
  return why === "other" && words.trim() === "" ? "reason" : null;
};

/** Of what is left by now: others may have picked meanwhile. */
export const acceptedDraft =
  (left: number) =>
  (stored: unknown): TypedScanForm | null => {
    const read = v.safeParse(formSchema, stored);
    return read.success ? { ...read.output, pieces: Math.min(read.output.pieces, left) } : null;
  };
