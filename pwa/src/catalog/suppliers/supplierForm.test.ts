import { expect, test } from "vitest";
import { acceptedDraft, emptyForm, inputFrom, lacking } from "./supplierForm";

const filled = { ...emptyForm("s1"), name: " 北辰诊断 ", number: "S-01", address: "上海市张江" };

test("names what is missing, from the top of the form down", () => {
  expect(lacking(emptyForm("s1"))).toBe("name");
  expect(lacking({ ...filled, number: " " })).toBe("number");
  expect(lacking({ ...filled, address: "" })).toBe("address");
  expect(lacking(filled)).toBeNull();
});

test("what is left empty is sent as nothing", () => {
  expect(inputFrom(filled)).toEqual({
    supplierId: "s1",
    number: "S-01",
    name: "北辰诊断",
    address: "上海市张江",
    contact: null,
  });
});

test("a draft of another version is not put back", () => {
  expect(acceptedDraft(null)(filled)).toEqual(filled);
  expect(acceptedDraft(4)({ ...filled, baseVersion: 3 })).toBeNull();
  expect(acceptedDraft(null)({ name: "?" })).toBeNull();
});
