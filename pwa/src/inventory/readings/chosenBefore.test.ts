import { read } from "@scanners/label";
import { expect, test } from "vitest";
import { chosenBefore } from "./chosenBefore";

function readingsOf(text: string) {
  const answer = read(text, null, { year: 2026 });
  return answer.outcome === "ambiguous" ? answer.readings : [];
}
const readings = readingsOf("010690123456789210CD9917280131");

test("the latest choice of a shape that is offered stands first", () => {
  const choices = [
    { shape: "gs1 01 10 21", chosenAt: "2026-11-20T01:00:00Z" },
    { shape: "gs1 01 10", chosenAt: "2026-11-19T01:00:00Z" },
    { shape: "gs1 01 10 17", chosenAt: "2026-11-18T01:00:00Z" },
  ];

  expect(readings.map(({ lot }) => lot)).toEqual(["CD99", "CD9917280131"]);
  expect(chosenBefore(readings, choices)).toEqual({ index: 1, at: "2026-11-19T01:00:00Z" });
});

test("nothing stands first for a supplier of whom nothing fits", () => {
  expect(chosenBefore(readings, [])).toBeNull();
  expect(chosenBefore(readings, [{ shape: "gs1 01 10 21", chosenAt: "2026-11-20T01:00:00Z" }])).toBeNull();
});
