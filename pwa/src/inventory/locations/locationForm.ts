/** A new location as it is filled in, and what it still lacks. */
import * as v from "valibot";
import { STORAGE_NAMES } from "@/catalog/products/productForm";
import type { AddLocationInput } from "./addLocation.graphql";
import { fitsALabel, placeCode } from "./placeCode";

const formSchema = v.object({
  locationId: v.string(),
  code: v.string(),
  zone: v.string(),
  storageClass: v.nullable(v.picklist(STORAGE_NAMES)),
});
export type LocationForm = v.InferOutput<typeof formSchema>;
export type Lacking = "code" | "unfit" | "zone" | "storageClass";

/** Places are set up a shelf at a time: the next one stands where the last one did. */
export const emptyForm = (
  locationId: string,
  { zone, storageClass }: Pick<LocationForm, "zone" | "storageClass"> = { zone: "", storageClass: null },
): LocationForm => ({ locationId, code: "", zone, storageClass });

/** A code that no label can say; while nothing is typed there is nothing wrong with it. */
export const isUnfit = ({ code }: LocationForm): boolean => code.trim() !== "" && !fitsALabel(code);

/** What is missing first, from the top of the form to its end. */
export function lacking(form: LocationForm): Lacking | null {
  if (form.code.trim() === "") return "code";
  if (isUnfit(form)) return "unfit";
  if (form.zone.trim() === "") return "zone";
  return form.storageClass === null ? "storageClass" : null;
}

/** null while something is missing. */
export const inputFrom = (form: LocationForm): AddLocationInput | null =>
  form.storageClass === null || lacking(form) !== null
    ? null
    : {
        locationId: form.locationId,
        code: placeCode(form.code),
        zone: form.zone.trim(),
        storageClass: form.storageClass,
      };

export function acceptedDraft(stored: unknown): Partial<LocationForm> | null {
  const read = v.safeParse(formSchema, stored);
  return read.success ? read.output : null;
}
