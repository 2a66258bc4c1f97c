import { expect, test } from "vitest";
import { missingPapers, type RegimeGate } from "./papersGate";

const gate = (regime: RegimeGate["regime"], open: boolean): RegimeGate => ({
  regime,
  open,
  paperType: open ? null : "device_operating_licence",
  why: open ? null : "expired",
  endedOn: open ? null : "2026-11-19",
});

test("names the line, the paper and its last day, and lets research-use goods pass", () => {
  const gates = [gate("ruo", true), gate("device_3", false)];
  expect(missingPapers([{ regime: "ruo" }, { regime: "device_3" }, { regime: "ruo" }], gates)).toEqual([
    {
      line: 2,
      regime: "device_3",
      paperType: "device_operating_licence",
      why: "expired",
      endedOn: "2026-11-19",
    },
  ]);
});

test("without the server's judgement nothing is claimed to be missing", () => {
  expect(missingPapers([{ regime: "device_3" }], [])).toEqual([]);
});
