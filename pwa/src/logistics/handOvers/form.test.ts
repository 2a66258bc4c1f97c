import { describe, expect, test } from "vitest";
import {
  acceptedDraft,
  emptyBox,
  inputFrom,
  lacking,
  packedByClass,
  remembered,
  typedHours,
  type HandOverForm,
  type Means,
} from "./form";

const LINES = [
  { id: "cold-1", storageClass: "refrigerated" },
  { id: "ambient-1", storageClass: "ambient" },
  { id: "frozen-1", storageClass: "frozen" },
  { id: "cold-2", storageClass: "refrigerated" },
];
const form = (more: Partial<HandOverForm> = {}): HandOverForm => ({
  deliveryId: "d",
  leg: "own_driver",
  driverId: "driver",
  carrier: "",
  waybill: "",
  pieces: 2,
  counted: ["SO-2026-000123-1", "SO-2026-000123-2"],
  countReason: null,
  boxes: [],
  boxOf: {},
  ...more,
});
const ids = () => {
  const made = { count: 0 };
  return () => `box-${(made.count += 1)}`;
};
const full = { plate: "沪A·D4187", boxNumber: "B-07", loggerNumber: "L-112", celsius: "3.9" };

describe("packing", () => {
  test("puts each class that is not ambient into a box of its own, and ambient goods into none", () => {
    expect(packedByClass(LINES, ids())).toEqual({
      boxes: [emptyBox("box-1"), emptyBox("box-2")],
      boxOf: { "cold-1": "box-1", "frozen-1": "box-2", "cold-2": "box-1" },
    });
  });

  test("needs no cold record where everything is ambient", () => {
    expect(lacking(form(packedByClass([LINES[1] ?? { id: "", storageClass: "ambient" }], ids())))).toBeNull();
  });
});

describe("the count of boxes", () => {
  const counting = (counted: string[], countReason: string | null) => form({ counted, countReason });

  test("is whole when every piece was scanned, or when it is said why the rest was not", () => {
    expect(lacking(counting(["A", "B"], null))).toBeNull();
    expect(lacking(counting(["A"], null))).toBe("boxes");
    expect(lacking(counting([], "标签破损"))).toBeNull();
    expect(lacking(counting(["A", "B", "C"], "标签破损"))).toBe("boxes");
  });

  test("goes with its reason only where one was needed", () => {
    const sent = ({ countedBoxes, countReason }: ReturnType<typeof inputFrom>) => [countedBoxes, countReason];
    expect(sent(inputFrom(counting(["A", "B"], "标签破损"), "o"))).toEqual([["A", "B"], null]);
    expect(sent(inputFrom(counting(["A"], "标签破损"), "o"))).toEqual([["A"], "标签破损"]);
  });

  test("a draft from before boxes were scanned has none", () => {
    const { counted: _, countReason: __, ...before } = form();
    expect(acceptedDraft(before)).toEqual({ ...before, counted: [], countReason: null });
  });
});

describe("what is lacking", () => {
  const boxed = (more: object, leg: HandOverForm["leg"] = "own_driver"): HandOverForm =>
    form({
      leg,
      carrier: "顺丰冷运",
      waybill: "SF100",
      boxes: [{ ...emptyBox("b"), ...full, ...more }],
      boxOf: { "cold-1": "b" },
    });
  test.each([
    ["nothing", boxed({}), null],
    ["a driver", form({ driverId: null }), "driver"],
    ["a carrier", form({ leg: "courier" }), "carrier"],
    ["a waybill", form({ leg: "courier", carrier: "顺丰" }), "waybill"],
    ["a temperature", boxed({ celsius: "cold" }), "celsius"],
    ["the plate on our own leg", boxed({ plate: " " }), "plate"],
    ["no plate with a courier", boxed({ plate: "" }, "courier"), null],
    ["the plate of a cold truck, always", boxed({ plate: "", means: "truck" }, "courier"), "plate"],
    ["a box number", boxed({ boxNumber: "" }), "boxNumber"],
    ["no box number in a truck", boxed({ boxNumber: "", means: "truck" }), null],
    ["a logger", boxed({ loggerNumber: "" }), "loggerNumber"],
    ["hours a packaging can be validated for", boxed({ validatedHours: "721" }), "validatedHours"],
    ["no hours of a truck, whatever was typed before", boxed({ validatedHours: "x", means: "truck" }), null],
  ] as const)("%s", (_name, given, expected) => {
    expect(lacking(given)).toBe(expected);
  });
});

test("boxes that hold nothing stay behind", () => {
  const given = form({
    boxes: [{ ...emptyBox("b"), ...full }, emptyBox("empty")],
    boxOf: { "cold-1": "b", "cold-2": "b" },
  });
  expect([lacking(given), inputFrom(given, "o").boxes]).toEqual([
    null,
    [
      {
        boxId: "b",
        means: "passive_box",
        pickLineIds: ["cold-1", "cold-2"],
        departureCelsius: "3.9",
        loggerNumber: "L-112",
        plate: "沪A·D4187",
        boxNumber: "B-07",
        calibratedUntil: null,
        coolant: null,
        validatedHours: null,
      },
    ],
  ]);
});

test("a draft of another shape is not put back", () => {
  expect([acceptedDraft({ leg: "own_driver" }), acceptedDraft(null)]).toEqual([null, null]);
  expect(acceptedDraft(form())).toEqual(form());
});

describe("what a box was packed with", () => {
  const packed = { ...full, coolant: " 冰排 ×4 ", calibratedUntil: "2027-03-31", validatedHours: "72" };
  const sent = (means: Means) => {
    const given = form({ boxes: [{ ...emptyBox("b"), ...packed, means }], boxOf: { "cold-1": "b" } });
    const box = inputFrom(given, "o").boxes?.[0];
    return [box?.coolant, box?.calibratedUntil, box?.validatedHours];
  };

  test.each([
    ["passive_box", ["冰排 ×4", "2027-03-31", 72]],
    ["active_box", [null, "2027-03-31", 72]],
    ["truck", [null, "2027-03-31", null]],
  ] as const)("is sent as far as a %s has it", (means, expected) => {
    expect(sent(means)).toEqual(expected);
  });

  test("is remembered where nothing was typed yet", () => {
    const last = { coolant: "冰排 ×6", validatedHours: 48, calibratedUntil: "2027-03-31" };
    const today = "2026-11-22";
    expect([
      remembered(emptyBox("b"), last, today),
      remembered({ ...emptyBox("b"), coolant: "干冰", validatedHours: "24" }, last, today),
      remembered({ ...emptyBox("b"), means: "truck" }, last, today),
      remembered(emptyBox("b"), { ...last, calibratedUntil: "2026-11-21" }, today),
      remembered(emptyBox("b"), { coolant: null, validatedHours: null, calibratedUntil: null }, today),
    ]).toEqual([
      { coolant: "冰排 ×6", validatedHours: "48", calibratedUntil: "2027-03-31" },
      { calibratedUntil: "2027-03-31" },
      { calibratedUntil: "2027-03-31" },
      { coolant: "冰排 ×6", validatedHours: "48" },
      {},
    ]);
  });

  test.each([
    ["", null],
    [" 72 ", 72],
    ["720", 720],
    ["0", "wrong"],
    ["721", "wrong"],
    ["1.5", "wrong"],
    ["-4", "wrong"],
  ] as const)("hours typed as '%s'", (text, expected) => {
    expect(typedHours(text)).toBe(expected);
  });
});
