import { describe, expect, test } from "vitest";
import { backoffMs } from "./backoff";
import { canonical, parseCanonical, parsedJson, textDigest } from "./digest";
import { isUuid7 } from "./envelope";
import * as limits from "./limits";
import { meaning, readOutcome } from "./outcome";
import { searchFor } from "./search";
import { sha256, textOf } from "./testPhone";
import backoffVectors from "./vectors/backoff.json";
import canonicalVectors from "./vectors/canonical.json";
import textVectors from "./vectors/canonical_text.json";
import digestVectors from "./vectors/digest.json";
import limitVectors from "./vectors/limits.json";
import outcomeVectors from "./vectors/outcome.json";
import searchVectors from "./vectors/search.json";
import uuid7Vectors from "./vectors/uuid7.json";

describe("a value has one canonical text or none", () => {
  test.each(canonicalVectors)("$name", ({ input, expect: expected }) => {
    const { text, refused, path } = expected;
    expect(canonical(parsedJson(input))).toEqual(
      text === undefined ? { kind: "unrepresentable", problem: refused, path } : { kind: "canonical", text },
    );
  });
});

describe("only the canonical text is read", () => {
  test.each(textVectors)("$name", ({ input, expect: expected }) => {
    const { value } = expected;
    expect(parseCanonical(input)).toEqual(
      value === undefined ? { kind: "notCanonical" } : { kind: "parsed", value },
    );
  });
});

describe("a digest is the SHA-256 of the canonical text", () => {
  test.each(digestVectors)("$name", async ({ input, expect: expected }) => {
    expect(await textDigest(textOf(input), sha256)).toBe(expected.sha256);
  });
});

describe("what JSON does not know has no canonical text", () => {
  test.each([undefined, 1n, new Date(0), new Map(), () => 1, Symbol("a"), new Uint8Array(1)])(
    "%s",
    (value) => {
      expect(canonical([value])).toEqual({
        kind: "unrepresentable",
        problem: "type",
        path: "$[0]",
      });
    },
  );

  test("a field that is undefined is not left out in silence", () => {
    expect(canonical({ note: undefined })).toEqual({
      kind: "unrepresentable",
      problem: "type",
      path: "$.note",
    });
  });
});

describe("back-off is full jitter up to five minutes", () => {
  test.each(backoffVectors)("$name", ({ input: { attempts, dice, retryAfterMs }, expect: expected }) => {
    expect(backoffMs(attempts, dice, retryAfterMs)).toBe(expected.waitMs);
  });
});

describe("a UUID of version 7 is known from others", () => {
  test.each(uuid7Vectors)("$name", ({ input, expect: expected }) => {
    expect(isUuid7(input)).toBe(expected.isUuid7);
  });
});

describe("each outcome is read and has one meaning for the queue", () => {
  test.each(outcomeVectors)("$name", ({ input, expect: expected }) => {
    const outcome = readOutcome(input);
    expect(outcome).toEqual(input);
    expect(outcome === null ? null : meaning(outcome)).toEqual(expected);
  });

  test.each([
    ["nothing", null],
    ["a text", "applied"],
    ["a kind from the future", { kind: "postponed" }],
    ["applied without saying the result", { kind: "applied" }],
    ["refused without a name", { kind: "refused", message: "", facts: {} }],
    ["refused with facts that are a list", { kind: "refused", refusal: "LotShort", message: "", facts: [] }],
    ["a conflict without a version", { kind: "conflict", theirs: null }],
    ["waiting for a number", { kind: "waiting", on: [1], attachments: [] }],
    ["transient until tomorrow", { kind: "transient", retryAfterMs: "tomorrow", incident: null }],
    ["quarantined for a reason from the future", { kind: "quarantined", reason: "moon" }],
  ])("%s is no outcome", (_, said) => {
    expect(readOutcome(said)).toBeNull();
  });
});

describe("limits are the same in both tongues", () => {
  test("each figure", () => {
    expect({ ...limits }).toEqual(
      Object.fromEntries(limitVectors.map(({ input, expect: figure }) => [input, figure])),
    );
  });
});

describe("what is kept on the phone is found as the server finds it", () => {
  test.each(searchVectors)("$name", ({ input: { typed }, expect: { key, found } }) => {
    expect(searchFor(typed)(key)).toBe(found);
  });
});
