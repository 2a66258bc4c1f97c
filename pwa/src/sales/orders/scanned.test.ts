import { expect, test } from "vitest";
import { scannedItem } from "./scanned";

test("a box's DataMatrix names its trade item, whatever else it says", () => {
  const text = "0106901234567892172703311026B092";
  expect(scannedItem(text, "]d2", 2026)).toEqual({ kind: "item", gtins: ["06901234567892"] });
});

test("typed digits of an EAN-13 name it too; other text names none and is kept", () => {
  expect(scannedItem("6901234567892", null, 2026)).toEqual({ kind: "item", gtins: ["06901234567892"] });
  expect(scannedItem("hello", null, 2026)).toEqual({ kind: "none", text: "hello" });
});
