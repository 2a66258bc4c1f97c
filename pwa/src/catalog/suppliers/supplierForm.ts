/** A supplier's file as it is filled in, and what it still lacks. */
import * as v from "valibot";
import type { AddSupplierInput } from "./addSupplier.graphql";
import type { SupplierQuery } from "./supplier.graphql";

export type SupplierFile = NonNullable<SupplierQuery["supplier"]>;

const formSchema = v.object({
  supplierId: v.string(),
  number: v.string(),
  name: v.string(),
  address: v.string(),
  contact: v.string(),
  /** What the person looked at; null for a new supplier. */
  baseVersion: v.nullable(v.number()),
});
export type SupplierForm = v.InferOutput<typeof formSchema>;

export const emptyForm = (supplierId: string): SupplierForm => ({
  supplierId,
  number: "",
  name: "",
  address: "",
  contact: "",
  baseVersion: null,
});

export const formOf = ({ id, number, name, address, contact, version }: SupplierFile): SupplierForm => ({
  supplierId: id,
  number,
  name,
  address,
  contact: contact ?? "",
  baseVersion: version,
});

/** What is missing first, from the top of the form to its end. */
export const lacking = (form: SupplierForm): "name" | "number" | "address" | null =>
  (["name", "number", "address"] as const).find((field) => form[field].trim() === "") ?? null;

export const inputFrom = (form: SupplierForm): AddSupplierInput => ({
  supplierId: form.supplierId,
  number: form.number.trim(),
  name: form.name.trim(),
  address: form.address.trim(),
  contact: form.contact.trim() === "" ? null : form.contact.trim(),
});

/** A draft of an older version is not put back: it would undo what others changed. */
export const acceptedDraft =
  (baseVersion: number | null) =>
  (stored: unknown): Partial<SupplierForm> | null => {
    const read = v.safeParse(formSchema, stored);
    return read.success && read.output.baseVersion === baseVersion ? read.output : null;
  };
