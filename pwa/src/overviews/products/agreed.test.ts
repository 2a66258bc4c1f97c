import { expect, test } from "vitest";
import { acceptedDraft, inputFrom, lacking, standingOn, type AgreedForm } from "./agreed";

const filled: AgreedForm = {
  priceId: "r1",
  customer: { id: "c1", name: "复旦大学" },
  unitPrice: "1,180.5",
  validFrom: "2026-11-22",
  validTo: null,
};

test("both days of a price are included", () => {
  const period = { validFrom: "2026-11-22", validTo: "2026-12-31" };
  expect(standingOn(period, "2026-11-21")).toBe("later");
  expect(standingOn(period, "2026-11-22")).toBe("now");
  expect(standingOn(period, "2026-12-31")).toBe("now");
  expect(standingOn(period, "2027-01-01")).toBe("ended");
  expect(standingOn({ ...period, validTo: null }, "2099-01-01")).toBe("now");
});

test("names what is missing, one thing at a time", () => {
  expect(lacking({ ...filled, customer: null })).toBe("customer");
  expect(lacking({ ...filled, unitPrice: "0.00" })).toBe("price");
  expect(lacking({ ...filled, validFrom: null })).toBe("from");
  expect(lacking({ ...filled, validTo: "2026-11-21" })).toBe("period");
  expect(lacking({ ...filled, validTo: "2026-11-22" })).toBeNull();
});

test("sends the price as decimal text, and nothing while something is missing", () => {
  expect(inputFrom(filled, "p1")).toEqual({
    priceId: "r1",
    customerId: "c1",
    productId: "p1",
    unitPrice: "1180.5",
    validFrom: "2026-11-22",
    validTo: null,
  });
  expect(inputFrom({ ...filled, customer: null }, "p1")).toBeNull();
});

test("a draft that is not understood is not put back", () => {
  expect(acceptedDraft(filled)).toEqual(filled);
  expect(acceptedDraft({ unitPrice: 3 })).toBeNull();
});
