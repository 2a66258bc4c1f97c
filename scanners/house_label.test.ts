import { expect, it } from "vitest";
import { deliveryLink, deliveryToken, lotText, placeText } from "./house_label";
import { read } from "./label";

it("writes a place label that reads back", () => {
  const text = placeText("location", "A-01-03");

  expect(text).toBe("LL:LOC:A-01-03:H");
  expect(read(text ?? "", "]Q1", { year: 2026 })).toMatchObject({
    outcome: "label",
    kind: "location",
    place: "A-01-03",
  });
});

it("writes no place label for what could not be read back", () => {
  expect(placeText("location", "a b")).toBeNull();
  expect(placeText("location", "-A")).toBeNull();
  expect(placeText("location", "A".repeat(25))).toBeNull();
  expect(placeText("gtin", "A")).toBeNull();
});

it("writes a lot's label that reads back, and none for what is no id", () => {
  const text = lotText("019366a7-3c40-7e21-9f00-5a1b2c3d4e5f");

  expect(text).toBe("LL:LOT:03CWJV8WJ1ALLTXWSBVFZNVJ3:F");
  expect(read(text ?? "", "]Q1", { year: 2026 })).toMatchObject({
    kind: "lot",
    lotId: "019366a7-3c40-7e21-9f00-5a1b2c3d4e5f",
  });
  expect(lotText("2609B147")).toBeNull();
});

it("writes a delivery link that reads back, whoever opens it", () => {
  const token = deliveryToken("k3v9q2m8x7c4n1b60") ?? "";

  const answer = read(deliveryLink("https://lots.example/", token), null, {
    year: 2026,
  });

  expect(answer).toMatchObject({
    outcome: "label",
    kind: "delivery",
    token,
    url: `https://lots.example/d/${token}`,
  });
});

it("makes no token of what is too short or not small letters and digits", () => {
  expect(deliveryToken("abc")).toBeNull();
  expect(deliveryToken("K3V9Q2M8X7C4N1B60")).toBeNull();
});
