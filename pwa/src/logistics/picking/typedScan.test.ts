import { expect, test } from "vitest";
import { acceptedDraft, emptyForm, lacking } from "./typedScan";

test("a typed scan has its code, and words for a reason that is not a usual one", () => {
  expect(lacking(emptyForm())).toBe("text");
  expect(lacking({ ...emptyForm(), text: "A1" })).toBeNull();
  expect(lacking({ ...emptyForm(), text: "A1", why: "other", words: " " })).toBe("reason");
  expect(lacking({ ...emptyForm(), text: "A1", why: "other", words: "标签被撕" })).toBeNull();
});

test("a draft is put back with no more pieces than are left by now", () => {
  const draft = { text: "A1", why: "other", words: "标签被撕", pieces: 5 };
  expect(acceptedDraft(5)(draft)).toEqual(draft);
  expect(acceptedDraft(2)(draft)?.pieces).toBe(2);
});

test.each([[null], [{ text: "A1" }], [{ ...emptyForm(), pieces: 0 }], [{ ...emptyForm(), why: "because" }]])(
  "what is no draft is left alone: %j",
  (stored) => {
    expect(acceptedDraft(5)(stored)).toBeNull();
  },
);
