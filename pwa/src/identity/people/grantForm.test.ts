import { expect, test } from "vitest";
import { acceptedDraft, emptyForm, inputFrom, lacking } from "./grantForm";
import { endOf, startOf } from "./tenures";

const TODAY = "2026-11-22";
const form = { ...emptyForm("m", TODAY), post: "sales" };

test("names what is missing, and a deputy's last day is needed", () => {
  expect(lacking(emptyForm("m", TODAY))).toBe("post");
  expect(lacking({ ...form, from: null })).toBe("from");
  expect(lacking({ ...form, to: "2026-11-21" })).toBe("period");
  expect(lacking({ ...form, deputyFor: "u2" })).toBe("deputyEnd");
  expect(lacking({ ...form, deputyFor: "u2", to: "2026-11-30" })).toBeNull();
});

test("a post from today begins now, a later one with its first day", () => {
  expect(inputFrom(form, "u", TODAY)).toEqual({
    membershipId: "m",
    userId: "u",
    post: "sales",
    validFrom: null,
    validTo: null,
    departmentId: null,
    deputyFor: null,
  });
  const later = inputFrom({ ...form, from: "2026-12-01", to: "2026-12-31", department: "d" }, "u", TODAY);
  expect(later).toMatchObject({
    validFrom: startOf("2026-12-01"),
    validTo: endOf("2026-12-31"),
    departmentId: "d",
  });
  expect(inputFrom(emptyForm("m", TODAY), "u", TODAY)).toBeNull();
});

test("a draft keeps its membership, so that saving it twice gives one post, and begins today at the earliest", () => {
  const accept = acceptedDraft(TODAY);
  expect(accept({ ...form, from: "2026-11-20" })).toEqual(form);
  expect(accept({ ...form, from: "2026-12-01" })).toEqual({ ...form, from: "2026-12-01" });
  expect(accept({ post: "sales" })).toBeNull();
});
