import { describe, expect, it } from "vitest";
import type { Answer } from "./answer";
import fragments from "./fragments.json";
import { read, type Circumstances } from "./label";
import bareNumbers from "./vectors/bare_numbers.json";
import digitalLink from "./vectors/digital_link.json";
import everyIdentifier from "./vectors/every_identifier.json";
import gs1Bracketed from "./vectors/gs1_bracketed.json";
import gs1Dates from "./vectors/gs1_dates.json";
import gs1Scanned from "./vectors/gs1_scanned.json";
import hibc from "./vectors/hibc.json";
import houseLabels from "./vectors/house_labels.json";
import lostSeparators from "./vectors/lost_separators.json";
import notRecognised from "./vectors/not_recognised.json";
import traceCodes from "./vectors/trace_codes.json";
import udi from "./vectors/udi.json";
import wedge from "./vectors/wedge.json";

interface Vector {
  readonly name: string;
  readonly input: string;
  readonly symbology?: string | undefined;
  readonly year?: number | undefined;
  readonly separators?: readonly string[] | undefined;
  readonly separators_pass?: boolean | undefined;
  readonly expect: unknown;
}

const files: Readonly<Record<string, readonly Vector[]>> = {
  bareNumbers,
  digitalLink,
  everyIdentifier,
  gs1Bracketed,
  gs1Dates,
  gs1Scanned,
  hibc,
  houseLabels,
  lostSeparators,
  notRecognised,
  traceCodes,
  udi,
  wedge,
};

describe.each(Object.entries(files))("vectors/%s", (_, vectors) => {
  it.each(vectors.map((vector): [string, Vector] => [vector.name, vector]))("%s", (_name, vector) => {
    const circumstances: Circumstances = {
      year: vector.year ?? 2026,
      separatorsPass: vector.separators_pass ?? false,
      ...(vector.separators === undefined ? {} : { separators: vector.separators }),
    };

    const answer = read(vector.input, vector.symbology ?? null, circumstances);

    expect(spelled(answer)).toStrictEqual(vector.expect);
    expect(answer.text).toBe(vector.input);
  });
});

it("answers whatever the text is, and throws nothing", () => {
  // Half a surrogate pair can be in a string, but not in a JSON file that every tool reads.
  const pieces = [...fragments, "\ud800"];
  let dice = 20261122;
  for (let round = 0; round < 20_000; round += 1) {
    let text = "";
    for (let length = round % 9; length >= 0; length -= 1) {
      dice = (Math.imul(dice, 1103515245) + 12345) >>> 0;
      text += pieces[(dice >>> 8) % pieces.length] ?? "";
    }
    expect(["label", "unreadable", "ambiguous"]).toContain(read(text, null, { year: 2026 }).outcome);
  }
});

/** The answer as the vectors spell it: names with underscores, absent facts and the text left out. */
function spelled(answer: Answer): unknown {
  if (answer.outcome === "ambiguous") {
    return {
      outcome: answer.outcome,
      reason: answer.reason,
      readings: answer.readings.map(spelled),
    };
  }
  const facts = Object.entries(answer).flatMap(([name, value]: [string, unknown]) => {
    const absent = value === null || (Array.isArray(value) && value.length === 0);
    if (name === "text" || absent) return [];
    const written = name === "notes" && answer.outcome === "label" ? pairs(answer.notes) : value;
    return [[name.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`), written]];
  });
  return Object.fromEntries(facts);
}

function pairs(notes: readonly { what: string; field: string }[]): string[][] {
  return notes.map(({ what, field }) => [what, field]);
}
