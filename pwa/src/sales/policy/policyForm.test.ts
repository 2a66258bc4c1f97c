import { expect, test } from "vitest";
import { acceptedDraft, formOf, inputFrom, lacking } from "./policyForm";

const policy = { releasedUpToFen: 1_000_000, directorAboveFen: 5_000_000, financeReviews: false };
const form = formOf(policy);

test("limits are both needed, in order, and changed", () => {
  expect(lacking(form)).toBe("change");
  expect(lacking({ ...form, directorAboveFen: null })).toBe("limits");
  expect(lacking({ ...form, releasedUpToFen: 5_000_001 })).toBe("inverted");
  expect(lacking({ ...form, finance: "on" })).toBeNull();
});

test("what is saved are the limits and whether finance reviews", () => {
  expect(inputFrom({ ...form, finance: "on", releasedUpToFen: 2_000_000 })).toEqual({
    releasedUpToFen: 2_000_000,
    directorAboveFen: 5_000_000,
    financeReviews: true,
  });
  expect(inputFrom(form)).toBeNull();
});

test("a draft is not put over limits that somebody else has set since", () => {
  const draft = { ...form, releasedUpToFen: 2_000_000 };
  expect(acceptedDraft(form.was)(draft)).toEqual(draft);
  expect(acceptedDraft({ ...form.was, finance: "on" })(draft)).toBeNull();
  expect(acceptedDraft(form.was)({ releasedUpToFen: 1 })).toBeNull();
});
