import { expect, test } from "vitest";
import { acceptedDraft, inputFrom, lacking, type PaperForm } from "./paperForm";

const form: PaperForm = {
  paperId: "p",
  type: "business_licence",
  number: " 9131 ",
  issuedBy: "",
  validFrom: "2026-01-01",
  validTo: "2029-12-31",
  endless: false,
  scope: ["drug"],
  file: { id: "f", name: "licence.pdf", mime: "application/pdf", size: 12 },
};
const holder = { holderKind: "customer", holderId: "c" };

test("names what is missing, the file first: it is what a reviewer looks at", () => {
  expect(lacking(form)).toBeNull();
  expect(lacking({ ...form, file: null, type: null })).toBe("file");
  expect(lacking({ ...form, type: null })).toBe("type");
  expect(lacking({ ...form, number: " " })).toBe("number");
  expect(lacking({ ...form, validFrom: null })).toBe("validFrom");
  expect(lacking({ ...form, validTo: null })).toBe("validTo");
  expect(lacking({ ...form, validTo: "2025-12-31" })).toBe("inverted");
});

test("a paper without an end is one that says so", () => {
  expect(lacking({ ...form, validTo: null, endless: true })).toBeNull();
  expect(inputFrom({ ...form, endless: true }, holder)?.validTo).toBeNull();
});

test("what is sent names the holder and the file", () => {
  expect(inputFrom(form, holder)).toEqual({
    paperId: "p",
    ...holder,
    type: "business_licence",
    number: "9131",
    issuedBy: null,
    validFrom: "2026-01-01",
    validTo: "2029-12-31",
    scope: ["drug"],
    attachmentId: "f",
  });
  expect(inputFrom({ ...form, file: null }, holder)).toBeNull();
});

test("a draft of another shape is not put back", () => {
  expect(acceptedDraft(form)).toEqual(form);
  expect(acceptedDraft({ ...form, type: "passport" })).toBeNull();
});
