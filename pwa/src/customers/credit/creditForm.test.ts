import { expect, test } from "vitest";
import { acceptedDraft, formOf } from "./creditForm";

const known = { limitFen: 5_000_000, termsDays: 60 };

test("who has no credit yet begins with no limit and the usual thirty days", () => {
  expect(formOf(null)).toEqual({ limitFen: null, termsDays: 30, was: null });
  expect(formOf(known)).toEqual({ ...known, was: known });
});

test("a draft is put back while the credit on file is the one it was written against", () => {
  const draft = { ...formOf(known), limitFen: 6_000_000 };
  expect(acceptedDraft(known)(draft)).toEqual(draft);
  expect(acceptedDraft({ ...known, termsDays: 30 })(draft)).toBeNull();
  expect(acceptedDraft(null)(draft)).toBeNull();
  expect(acceptedDraft(known)(formOf(null))).toBeNull();
  expect(acceptedDraft(null)(formOf(null))).toEqual(formOf(null));
});

test("a draft of another shape is not put back", () => {
  expect(acceptedDraft(null)({ limitFen: "1", termsDays: 30, was: null })).toBeNull();
});
