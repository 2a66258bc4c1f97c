import { expect, test } from "vitest";
import { byZbar, byZxing, mayBeAPart, type Code } from "./engines";
import { nothingSighted } from "./sighted";
import agreement from "./vectors/seen/agreement.json";
import parts from "./vectors/seen/parts.json";
import trust from "./vectors/seen/trust.json";

test.each(trust)("$name", ({ engine, format, symbology, text, stage, expect: expected }) => {
  const code =
    engine === "zxing"
      ? byZxing({ text, format, symbologyIdentifier: symbology ?? "" }, stage)
      : byZbar(format, text, stage);

  expect(code).toEqual(expected === null ? null : { ...expected, engine, stage });
});

test.each(parts)("$format $text may be a part: $expect", ({ format, text, expect: expected }) => {
  expect(mayBeAPart({ format, text })).toBe(expected);
});

interface Vector {
  readonly name: string;
  readonly readings: readonly { readonly codes: readonly Read[] }[];
  readonly expect: readonly Read[];
}
type Read = Omit<Code, "engine"> & { readonly engine: string };

const vectors: readonly Vector[] = agreement;

test.each(vectors)("$name", ({ readings, expect: expected }) => {
  const seen = nothingSighted();

  for (const { codes } of readings) {
    for (const { engine, ...code } of codes)
      seen.take({ ...code, engine: engine === "zbar" ? "zbar" : "zxing" });
  }

  expect(seen.codes()).toEqual(expected);
});
