import { expect, test } from "vitest";
import { acceptedArrival, arrivalInput, arrivalLacking, emptyArrival, outcomeOf } from "./arrival";

const NOW = new Date("2026-11-22T01:41:00Z");
const parcel = {
  id: "d1",
  lines: [
    { pickLineId: "l1", sent: "2.000000" },
    { pickLineId: "l2", sent: "5.000000" },
  ],
  boxes: [{ id: "b1" }],
};

test("all received says no line, and a temperature that nobody read is no data", () => {
  expect(outcomeOf(emptyArrival(), parcel)).toBe("delivered");
  expect(arrivalInput(emptyArrival(), parcel, NOW)).toEqual({
    deliveryId: "d1",
    arrivedAt: "2026-11-22T01:41:00.000Z",
    outcome: "delivered",
    reason: null,
    lines: [],
    boxes: [{ boxId: "b1", arrivalCelsius: null, loggerPhotoId: null }],
  });
});

test("fewer of a line needs its reason, and is then a partial receipt of every line", () => {
  const form = { lines: { l2: { received: 3, reason: " " } }, celsius: { b1: "４,1" } };
  expect(arrivalLacking(form, parcel)).toBe("reason");
  form.lines.l2.reason = "外箱破损 ";
  expect(arrivalLacking(form, parcel)).toBeNull();
  expect(arrivalInput(form, parcel, NOW)).toMatchObject({
    outcome: "partly_delivered",
    reason: null,
    lines: [
      { pickLineId: "l1", received: "2", reason: null },
      { pickLineId: "l2", received: "3", reason: "外箱破损" },
    ],
    boxes: [{ boxId: "b1", arrivalCelsius: "4.1" }],
  });
});

test("nothing of anything is a refusal, with the reasons once each and no lines", () => {
  const refused = { received: 0, reason: "温度不符" };
  const form = { lines: { l1: refused, l2: refused }, celsius: {} };
  expect(arrivalInput(form, parcel, NOW)).toMatchObject({
    outcome: "refused",
    reason: "温度不符",
    lines: [],
  });
});

test("a form without a difference, or with a temperature that is none, cannot be sent", () => {
  expect(arrivalLacking(emptyArrival(), parcel)).toBe("nothing missing");
  const form = { lines: { l1: { received: 1, reason: "少" } }, celsius: { b1: "冷" } };
  expect(arrivalLacking(form, parcel)).toBe("temperature");
});

test("a draft of another shape is not put back", () => {
  expect(acceptedArrival({ lines: [] })).toBeNull();
  expect(acceptedArrival({ lines: {}, celsius: {} })).toEqual(emptyArrival());
});
