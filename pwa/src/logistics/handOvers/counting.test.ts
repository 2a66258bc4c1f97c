import { read } from "@scanners/label";
import { placeText } from "@scanners/house_label";
import { expect, test } from "vitest";
import { judgedBox, type Count } from "./counting";

const COUNT: Count = { orderNumber: "SO-2026-000123", pieces: 3, boxes: ["SO-2026-000123-1"] };
const scanned = (text: string, count: Count = COUNT) => judgedBox(read(text, "]Q1", { year: 2026 }), count);
const box = (code: string): string => placeText("box", code) ?? "";

test("the next box of this order is counted", () => {
  expect(scanned(box("SO-2026-000123-2"))).toEqual({ kind: "counted", box: "SO-2026-000123-2" });
});

test("a box that is used again and again belongs to what it is loaded for", () => {
  expect(scanned(box("BX-07"))).toEqual({ kind: "counted", box: "BX-07" });
});

test("another order's box is named with its order, even when all are counted", () => {
  const full = { ...COUNT, pieces: 1 };
  const refused = { kind: "otherOrder", box: "SO-2026-000124-1", order: "SO-2026-000124" };
  expect(scanned(box("SO-2026-000124-1"))).toEqual(refused);
  expect(scanned(box("SO-2026-000124-1"), full)).toEqual(refused);
});

test("the same box counts once, and no more boxes than pieces", () => {
  expect(scanned(box("SO-2026-000123-1"))).toEqual({ kind: "again", box: "SO-2026-000123-1" });
  expect(scanned(box("SO-2026-000123-2"), { ...COUNT, pieces: 1 })).toEqual({
    kind: "full",
    box: "SO-2026-000123-2",
  });
});

test.each([placeText("tote", "T-1") ?? "", "6901234567892", "hello", ""])("%j is no box", (text) => {
  expect(scanned(text)).toEqual({ kind: "noBox" });
});
