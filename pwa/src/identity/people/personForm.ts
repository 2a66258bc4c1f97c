/** A new person as they are put on file, and what is lacking. */
import * as v from "valibot";
import type { AddUserInput } from "./addUser.graphql";

const formSchema = v.object({
  userId: v.string(),
  name: v.string(),
  login: v.string(),
  phone: v.string(),
  language: v.picklist(["zh", "en"]),
});
export type PersonForm = v.InferOutput<typeof formSchema>;
export type Lacking = "name" | "login" | "phone";

/** As the server has it: letters, digits and . _ @ + -, 2 to 60 of them. */
export const isLogin = (text: string): boolean => /^[a-z0-9][a-z0-9._@+-]{1,59}$/i.test(text.trim());
const isPhone = (text: string): boolean => /^\+?[0-9][0-9\- ]{4,24}$/.test(text.trim());

export function lacking({ name, login, phone }: PersonForm): Lacking | null {
  if (name.trim() === "") return "name";
  if (!isLogin(login)) return "login";
  return phone.trim() === "" || isPhone(phone) ? null : "phone";
}

export const inputFrom = ({ userId, name, login, phone, language }: PersonForm): AddUserInput => ({
  userId,
  name: name.trim(),
  login: login.trim(),
  phone: phone.trim() === "" ? null : phone.trim(),
  language,
  kind: "staff",
});

export function acceptedDraft(stored: unknown): Partial<PersonForm> | null {
  const read = v.safeParse(formSchema, stored);
  return read.success ? read.output : null;
}
