import { expect, test } from "vitest";
import { acceptedDraft, addInput, changeInput, emptyForm, lacking, packsTwice } from "./productForm";
import { percentText, taxRateChoices } from "./taxRates";

const GTIN_13 = "4006381333931";

const reagent = {
  ...emptyForm("p1"),
  regime: "ruo" as const,
  name: " 胎牛血清 ",
  catalogueNumber: "FBS-500",
  specification: "500 mL/瓶",
  maker: "某生物",
  storageClass: "frozen" as const,
  storageText: "−20 ℃",
  unit: "瓶",
  listPrice: "3,280",
};
const device = {
  ...reagent,
  regime: "device_3" as const,
  model: "/",
  registrationNumber: "国械注准20243400001",
  registrationHolder: "某诊断",
};
const drug = { ...device, regime: "drug" as const, model: "", dosageForm: "注射剂" };

test("names what is missing, from the top of the form down", () => {
  expect(lacking(emptyForm("p1"))).toBe("regime");
  expect(lacking({ ...reagent, name: " " })).toBe("name");
  expect(lacking({ ...reagent, storageClass: null })).toBe("storageClass");
  expect(lacking({ ...reagent, listPrice: "0" })).toBe("listPrice");
  expect(lacking({ ...reagent, packs: [{ gtin: "4006381333930", pieces: 1 }] })).toBe("packs");
  expect(lacking(reagent)).toBeNull();
});

test("the regime decides what must be there", () => {
  expect(lacking({ ...device, model: "" })).toBe("model");
  expect(lacking({ ...device, registrationNumber: "" })).toBe("registrationNumber");
  expect(lacking({ ...device, registrationHolder: "" })).toBe("registrationHolder");
  expect(lacking({ ...drug, dosageForm: "" })).toBe("dosageForm");
  expect(lacking({ ...device, dosageForm: "" })).toBeNull();
  expect(lacking(drug)).toBeNull();
});

test("a registration does not end before it begins; a filing has no end", () => {
  const inverted = { registeredFrom: "2026-05-01", registeredTo: "2026-04-30" };
  expect(lacking({ ...device, ...inverted })).toBe("period");
  expect(lacking({ ...reagent, ...inverted })).toBeNull();
  expect(addInput({ ...device, ...inverted, regime: "device_1" })).toMatchObject({
    registeredFrom: "2026-05-01",
    registeredTo: null,
  });
});

test("what the regime does not ask for is not sent, though the form still holds it", () => {
  expect(addInput({ ...drug, model: "X-1", registeredTo: "2029-04-30" })).toEqual({
    productId: "p1",
    catalogueNumber: "FBS-500",
    name: "胎牛血清",
    specification: "500 mL/瓶",
    regime: "drug",
    storageClass: "frozen",
    storageText: "−20 ℃",
    maker: "某生物",
    unit: "瓶",
    listPrice: "3280",
    taxRate: "0.13",
    piecesPerCase: 1,
    registrationNumber: "国械注准20243400001",
    registrationHolder: "某诊断",
    registeredFrom: null,
    registeredTo: "2029-04-30",
    dosageForm: "注射剂",
    model: null,
    makerLicence: null,
    serialised: false,
    packs: [],
  });
  expect(addInput(emptyForm("p1"))).toBeNull();
});

test("one code stands for one pack, however it is written", () => {
  const packs = [
    { gtin: GTIN_13, pieces: 1 },
    { gtin: `0${GTIN_13}`, pieces: 10 },
  ];
  expect(packsTwice(packs)).toBe(`0${GTIN_13}`);
  expect(lacking({ ...reagent, packs })).toBe("packTwice");
  expect(addInput({ ...reagent, packs: packs.slice(0, 1) })?.packs).toEqual([
    { gtin: `0${GTIN_13}`, pieces: 1 },
  ]);
});

test("a change says which version was looked at", () => {
  expect(changeInput({ ...reagent, baseVersion: 7 })?.baseVersion).toBe(7);
});

test("a draft of another version or another product is not put back", () => {
  expect(acceptedDraft("p2", null)(reagent)?.productId).toBe("p1"); // A new product keeps the id of its draft.
  expect(acceptedDraft("p1", 4)({ ...reagent, baseVersion: 3 })).toBeNull();
  expect(acceptedDraft("p2", 3)({ ...reagent, baseVersion: 3 })).toBeNull();
  expect(acceptedDraft("p1", null)({ name: "?" })).toBeNull();
});

test("a rate is said in per cent without passing through a float", () => {
  expect(["0.13", "0.1300", "0.035", "0", "0.0000"].map(percentText)).toEqual([
    "13 %",
    "13 %",
    "3.5 %",
    "0 %",
    "0 %",
  ]);
  expect(taxRateChoices("0.05")[0]).toEqual({ value: "0.05", label: "5 %" });
  expect(taxRateChoices("0.13").map(({ value }) => value)).toEqual([
    "0.13",
    "0.09",
    "0.06",
    "0.03",
    "0.01",
    "0",
  ]);
});
