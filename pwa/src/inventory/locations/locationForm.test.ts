import { expect, test } from "vitest";
import { acceptedDraft, emptyForm, inputFrom, isUnfit, lacking, type LocationForm } from "./locationForm";
import { byZone } from "./zones";

const filled: LocationForm = {
  locationId: "l1",
  code: " a-01-03 ",
  zone: " 冷库一 ",
  storageClass: "refrigerated",
};

test("names what is missing, from the top of the form down", () => {
  expect(lacking(emptyForm("l1"))).toBe("code");
  expect(lacking({ ...filled, code: "A 01" })).toBe("unfit");
  expect(lacking({ ...filled, zone: " " })).toBe("zone");
  expect(lacking({ ...filled, storageClass: null })).toBe("storageClass");
  expect(lacking(filled)).toBeNull();
});

test.each(["-A", "A-", "货位1", "A".repeat(25)])("%j could not be printed on a label", (code) => {
  expect(isUnfit({ ...filled, code })).toBe(true);
  expect(inputFrom({ ...filled, code })).toBeNull();
});

test("nothing typed is missing, and not wrong", () => {
  expect(isUnfit(emptyForm("l1"))).toBe(false);
});

test("a code is sent as its label says it", () => {
  expect(inputFrom(filled)).toEqual({
    locationId: "l1",
    code: "A-01-03",
    zone: "冷库一",
    storageClass: "refrigerated",
  });
});

test("the next location begins where the last one stands", () => {
  expect(emptyForm("l2", filled)).toEqual({
    locationId: "l2",
    code: "",
    zone: " 冷库一 ",
    storageClass: "refrigerated",
  });
});

test("a draft of another shape is not put back", () => {
  expect(acceptedDraft(filled)).toEqual(filled);
  expect(acceptedDraft({ ...filled, storageClass: "warm" })).toBeNull();
});

test("a zone that goes on in the next page is one zone", () => {
  const place = (id: string, zone: string) => ({ id, zone });
  const [a, b, c] = [place("1", "冷库一"), place("2", "阴凉库"), place("3", "冷库一")];
  expect(byZone([a, b, c])).toEqual([
    { name: "冷库一", places: [a, c] },
    { name: "阴凉库", places: [b] },
  ]);
});
