import { expect, test } from "vitest";
import { acceptedDraft, inputFrom, isLogin, lacking } from "./personForm";

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
