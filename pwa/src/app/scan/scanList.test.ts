import { describe, expect, test } from "vitest";
import type { Scan } from "@/platform/scanning/scan";
import { EMPTY, oneMore, piecesOf, undone, withScan, type ScanList } from "./scanList";

const scan = (text: string): Scan => ({
  text,
  format: "DataMatrix",
  symbologyIdentifier: "]d2",
  contentType: "GS1",
  source: "camera",
  at: "2026-11-22T01:41:00.000Z",
});
const counted = ({ entries }: ScanList) =>
  entries.map((entry) => [entry.scan.text, entry.pieces, entry.again]);

describe("the list of scans", () => {
  test("grows upward; a code that comes again is on top and counts no piece by itself", () => {
    const list = ["A", "B", "A"].reduce((so, text) => withScan(so, scan(text)), EMPTY);
    expect(counted(list)).toEqual([
      ["A", 1, true],
      ["B", 1, false],
    ]);
    expect(counted(oneMore(list, "A"))).toEqual([
      ["A", 2, false],
      ["B", 1, false],
    ]);
    expect(piecesOf(oneMore(list, "A"))).toBe(3);
  });

  test("undo takes back the last thing, then the one before it, then nothing", () => {
    const list = oneMore(withScan(withScan(EMPTY, scan("A")), scan("B")), "A");
    expect(counted(undone(list))).toEqual([
      ["B", 1, false],
      ["A", 1, false],
    ]);
    expect(counted(undone(undone(list)))).toEqual([["A", 1, false]]);
    expect(undone(undone(undone(undone(list))))).toEqual(EMPTY);
  });

  test("is remembered fifty steps back, no more", () => {
    const steps = Array.from({ length: 60 }, (_, at) => `S${at}`);
    const list = steps.reduce((so, text) => withScan(so, scan(text)), EMPTY);
    const back = Array.from({ length: 100 }).reduce<ScanList>(
      (so) => (so.before === null ? so : undone(so)),
      list,
    );
    expect(back.entries).toHaveLength(10);
  });
});
