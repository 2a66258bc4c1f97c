import { describe, expect, it } from "vitest";
import { read } from "./label";
import { shapes } from "./shapes";
import vectors from "./vectors/typed/shapes.json";

describe("a reading has the shape of its identifiers", () => {
  it.each(vectors)("$name", ({ input, symbology, expect: expected }) => {
    const answer = read(input, symbology, { year: 2026 });

    expect(answer.outcome === "ambiguous" ? shapes(answer.readings) : answer).toStrictEqual(expected);
  });
});
