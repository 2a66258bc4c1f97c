/** A new person as they are put on file, and what is lacking. */
import * as v from "valibot";
import type { AddUserInput } from "./addUser.graphql";
import type { ChangeProfileInput } from "./changeProfile.graphql";

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
export const isPhone = (text: string): boolean => /^\+?[0-9][0-9\- ]{4,24}$/.test(text.trim());

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

const profileSchema = v.object({
  name: v.string(),
  phone: v.string(),
  /** What stood there when the form was opened: a draft is not put over what others changed since. */
  was: v.object({ name: v.string(), phone: v.string() }),
});
export type ProfileForm = v.InferOutput<typeof profileSchema>;

export function profileOf({
  name,
  phone,
}: {
  readonly name: string;
  readonly phone: string | null;
}): ProfileForm {
  const was = { name, phone: phone ?? "" };
  return { ...was, was };
}

export function profileLacks({ name, phone, was }: ProfileForm): "name" | "phone" | "change" | null {
  if (name.trim() === "") return "name";
  if (phone.trim() !== "" && !isPhone(phone)) return "phone";
  return name.trim() === was.name && phone.trim() === was.phone ? "change" : null;
}

/** What was not changed stays out: the server leaves it alone. An emptied phone is sent as nothing but itself. */
export const profileInput = (userId: string, { name, phone, was }: ProfileForm): ChangeProfileInput => ({
  userId,
  name: name.trim() === was.name ? null : name.trim(),
  phone: phone.trim() === was.phone ? null : phone.trim(),
});

export const acceptedProfile =
  (now: ProfileForm["was"]) =>
  (stored: unknown): Partial<ProfileForm> | null => {
    const read = v.safeParse(profileSchema, stored);
    if (!read.success) return null;
    const { was } = read.output;
    return was.name === now.name && was.phone === now.phone ? read.output : null;
  };
