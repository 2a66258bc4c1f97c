import { expect, test } from "vitest";
import { acceptedDraft, addInput, changeInput, emptyForm, isTaxNumber, lacking } from "./customerForm";

const filled = { ...emptyForm("c1"), name: " 复旦大学 ", kind: "university" as const };

test("names what is missing, one thing at a time", () => {
  expect(lacking(emptyForm("c1"))).toBe("name");
  expect(lacking({ ...filled, kind: null })).toBe("kind");
  expect(lacking({ ...filled, taxNumber: "12-34" })).toBe("taxNumber");
  expect(lacking(filled)).toBeNull();
});

test("a tax number has 15 to 20 letters and digits, or is left out", () => {
  expect(["", "91310115MA1K3TL08G", " 310101190001011 "].map(isTaxNumber)).toEqual([true, true, true]);
  expect(["123", "91310115MA1K3TL08G-1"].map(isTaxNumber)).toEqual([false, false]);
});

test("what is left empty is sent as nothing, so that the server's own rules hold", () => {
  expect(addInput({ ...filled, taxNumber: "91310115ma1k3tl08g" })).toEqual({
    customerId: "c1",
    name: "复旦大学",
    kind: "university",
    number: null,
    salespersonId: null,
    departmentId: null,
    invoiceTitle: null,
    taxNumber: "91310115MA1K3TL08G",
    shelfLifeMonthsMin: null,
    note: null,
    sites: [],
    contacts: [],
  });
  expect(addInput(emptyForm("c1"))).toBeNull();
});

test("a change says which version was looked at", () => {
  expect(changeInput({ ...filled, baseVersion: 3, shelfLifeMonths: 6 })).toMatchObject({
    baseVersion: 3,
    shelfLifeMonthsMin: 6,
  });
});

test("a draft of another version or another customer is not put back", () => {
  expect(acceptedDraft("c1", null)(filled)).toEqual(filled);
  expect(acceptedDraft("c2", null)(filled)?.customerId).toBe("c1"); // The new customer keeps the id of its draft.
  expect(acceptedDraft("c1", 4)({ ...filled, baseVersion: 3 })).toBeNull();
  expect(acceptedDraft("c2", 3)({ ...filled, baseVersion: 3 })).toBeNull();
  expect(acceptedDraft("c1", null)({ name: "?" })).toBeNull();
});
