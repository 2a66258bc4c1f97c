import { expect, test } from "vitest";
import {
  acceptedDraft,
  acceptedProfile,
  inputFrom,
  isLogin,
  lacking,
  profileInput,
  profileLacks,
  profileOf,
} from "./personForm";

const form = { userId: "u", name: "李娜", login: "lina", phone: "", language: "zh" as const };

test("says what is lacking, one thing at a time", () => {
  expect(lacking(form)).toBeNull();
  expect(lacking({ ...form, name: " " })).toBe("name");
  expect(lacking({ ...form, login: "李娜" })).toBe("login");
  expect(lacking({ ...form, phone: "12" })).toBe("phone");
});

test("logins are what a keyboard of any language can type", () => {
  expect(["lina", "13800138000", "li.na@lotline.cn"].map(isLogin)).toEqual([true, true, true]);
  expect(["", "a", "li na", "-lina"].map(isLogin)).toEqual([false, false, false, false]);
});

test("staff are added; an empty phone is none", () => {
  expect(inputFrom(form)).toEqual({
    userId: "u",
    name: "李娜",
    login: "lina",
    phone: null,
    language: "zh",
    kind: "staff",
  });
  expect(acceptedDraft({ ...form, language: "fr" })).toBeNull();
});

const profile = profileOf({ name: "李娜", phone: null });

test("a profile is saved when something of it changed and nothing is wrong", () => {
  expect(profileLacks(profile)).toBe("change");
  expect(profileLacks({ ...profile, name: " " })).toBe("name");
  expect(profileLacks({ ...profile, phone: "12" })).toBe("phone");
  expect(profileLacks({ ...profile, phone: "138 0013 8000" })).toBeNull();
});

test("only what changed is sent, and an emptied phone is emptied", () => {
  expect(profileInput("u", { ...profile, name: " 李楠 " })).toEqual({
    userId: "u",
    name: "李楠",
    phone: null,
  });
  const had = profileOf({ name: "李娜", phone: "13800138000" });
  expect(profileInput("u", { ...had, phone: " " })).toEqual({ userId: "u", name: null, phone: "" });
});

test("a draft of a profile is not put over what somebody else changed since", () => {
  const draft = { ...profile, phone: "13800138000" };
  expect(acceptedProfile(profile.was)(draft)).toEqual(draft);
  expect(acceptedProfile({ name: "李楠", phone: "" })(draft)).toBeNull();
  expect(acceptedProfile(profile.was)({ name: "李娜" })).toBeNull();
});
