/** A site or a contact as it is filled in, and what it still lacks. */
import * as v from "valibot";
import type { NewContactInput } from "./addContact.graphql";
import type { NewSiteInput } from "./addSite.graphql";

/** What people dial: digits, with the signs that stand between them. */
export const isPhone = (text: string): boolean => /^\+?[0-9][0-9\- ()]{4,24}$/.test(text.trim());

const siteSchema = v.object({
  siteId: v.string(),
  name: v.string(),
  address: v.string(),
  receiver: v.string(),
  phone: v.string(),
});
export type SiteForm = v.InferOutput<typeof siteSchema>;

const contactSchema = v.object({
  contactId: v.string(),
  name: v.string(),
  phone: v.string(),
  role: v.string(),
  authorityUntil: v.nullable(v.string()),
});
export type ContactForm = v.InferOutput<typeof contactSchema>;

export type Lacking = "name" | "address" | "receiver" | "phone";

export function siteLacks({ name, address, receiver, phone }: SiteForm): Lacking | null {
  if (name.trim() === "") return "name";
  if (address.trim() === "") return "address";
  if (receiver.trim() === "") return "receiver";
  return isPhone(phone) ? null : "phone";
}

export function contactLacks({ name, phone }: ContactForm): Lacking | null {
  if (name.trim() === "") return "name";
  return phone.trim() === "" || isPhone(phone) ? null : "phone";
}

export const siteInput = ({ siteId, name, address, receiver, phone }: SiteForm): NewSiteInput => ({
  siteId,
  name: name.trim(),
  address: address.trim(),
  receiver: receiver.trim(),
  phone: phone.trim(),
});

export const contactInput = ({
  contactId,
  name,
  phone,
  role,
  authorityUntil,
}: ContactForm): NewContactInput => ({
  contactId,
  name: name.trim(),
  phone: phone.trim() === "" ? null : phone.trim(),
  role: role.trim() === "" ? null : role.trim(),
  authorityUntil,
});

/** Of the same site or contact only; a new one keeps the id of its draft. */
export const siteDraft = (id: string | null) => (stored: unknown) =>
  accepted(siteSchema, stored, "siteId", id);
export const contactDraft = (id: string | null) => (stored: unknown) =>
  accepted(contactSchema, stored, "contactId", id);

function accepted<Schema extends v.GenericSchema, Key extends keyof v.InferOutput<Schema>>(
  schema: Schema,
  stored: unknown,
  key: Key,
  id: string | null,
): v.InferOutput<Schema> | null {
  const read = v.safeParse(schema, stored);
  return read.success && (id === null || read.output[key] === id) ? read.output : null;
}
