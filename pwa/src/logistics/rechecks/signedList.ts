/** The list that a re-checker signs, read out of the very document whose digest is signed: what is shown is what counts. */
import * as v from "valibot";

const lineSchema = v.object({
  id: v.string(),
  product: v.string(),
  catalogueNumber: v.string(),
  specification: v.string(),
  maker: v.string(),
  lot: v.string(),
  expiresOn: v.string(),
  /** The maker's words for it, where they say more than the day. */
  expiryPrinted: v.optional(v.nullable(v.string()), null),
  quantity: v.string(),
  ordered: v.string(),
  unit: v.string(),
  typed: v.array(v.string()),
});
const documentSchema = v.object({
  outbounds: v.array(
    v.object({
      id: v.string(),
      order: v.string(),
      customer: v.string(),
      receiver: v.string(),
      address: v.string(),
      lines: v.array(lineSchema),
    }),
  ),
});

export type SignedList = v.InferOutput<typeof documentSchema>["outbounds"];
export type SignedLine = v.InferOutput<typeof lineSchema>;

/** null when this app is too old to show the document: then nothing may be signed with it. */
export function signedList(document: string): SignedList | null {
  try {
    const parsed = v.safeParse(documentSchema, JSON.parse(document));
    return parsed.success ? parsed.output.outbounds : null;
  } catch {
    return null;
  }
}

export const differs = ({ quantity, ordered }: SignedLine): boolean => Number(quantity) !== Number(ordered);
