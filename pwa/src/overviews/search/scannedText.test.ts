import { loadReader } from "@/platform/scanning/reader";
import { expect, test } from "vitest";
import { linkedPage, looksScanned, searchText } from "./scannedText";

const GS = "\u001d";

test("of a pack's whole code the lot is searched for, and its product where it has no lot", async () => {
  const read = await loadReader();
  const lot = `01069012345678921728063010LOT-7${GS}21S1`;
  const product = "0106901234567892";
  expect(looksScanned(lot)).toBe(true);
  expect(searchText(lot, read(lot, null))).toBe("LOT-7");
  expect(searchText(product, read(product, null))).toBe("06901234567892");
});

test("words and numbers that people type stay as they are", () => {
  for (const typed of ["王敏", "hzqt", "DR-0102", "SO-2026-000031", "浙A12345"]) {
    expect(looksScanned(typed)).toBe(false);
    expect(searchText(typed, null)).toBe(typed);
  }
});

test("what cannot be read is searched as it is printed: without separators, and no longer than the server takes", () => {
  expect(searchText(`  A${GS}B `, { outcome: "unreadable", reason: "shape", field: "", text: "" })).toBe(
    "AB",
  );
  expect(searchText("x".repeat(500), null)).toHaveLength(60);
});

test("the code of a delivery note leads to its page, another address does not", () => {
  expect(linkedPage("https://lots.example/d/dfumbqarzyst6ifak460pt9z9")).toBe("/d/dfumbqarzyst6ifak460pt9z9");
  expect(linkedPage("https://lots.example/d/../admin")).toBeNull();
  expect(linkedPage("javascript:/d/dfumbqarzyst6ifak460pt9z9")).toBeNull();
});
