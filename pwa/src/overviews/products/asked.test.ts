import { expect, test } from "vitest";
import { addressOf, askedIn, isNarrowed } from "./asked";

test("the address says what the list is asked for, and is read back the same", () => {
  const asked = {
    search: "kt",
    regime: "device_3",
    storageClass: "refrigerated",
    order: "catalogue_number",
  } as const;
  expect(addressOf(asked)).toEqual({ q: "kt", regime: "device_3", storage: "refrigerated", order: "number" });
  expect(askedIn({ q: "kt", regime: "device_3", storage: "refrigerated", order: "number" })).toEqual(asked);
});

test("an address of strange words narrows nothing", () => {
  const asked = askedIn({ q: ["a", "b"], regime: "toys", storage: "hot", order: "price" });
  expect(asked).toEqual({ search: "", regime: null, storageClass: null, order: "name" });
  expect(isNarrowed(asked)).toBe(false);
  expect(addressOf(asked)).toEqual({});
});
