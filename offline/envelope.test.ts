import { describe, expect, test } from "vitest";
import { parsedJson } from "./digest";
import { parseEnvelope } from "./envelope";
import { base64url, fromBase64url, isSigned, signedEnvelope, wireBytes } from "./signature";
import { signer, textOf, verifier } from "./testPhone";
import { uuid7Source } from "./uuid7";
import envelopeVectors from "./vectors/envelope.json";
import signatureVectors from "./vectors/signature.json";

type Stated = {
  readonly text?: string | undefined;
  readonly repeat?: readonly (string | number)[] | undefined;
  readonly note?: readonly (string | number)[] | undefined;
  readonly fields?: object | undefined;
};

function textStated({ text, repeat, note, fields }: Stated): string {
  if (text !== undefined) return text;
  if (repeat !== undefined) return repeated(repeat);
  return textOf(note === undefined ? fields : { ...fields, input: { note: repeated(note) } });
}

function repeated([what = "", times = 0]: readonly (string | number)[]): string {
  return String(what).repeat(Number(times));
}

describe("an envelope is read exactly or refused by name", () => {
  test.each(envelopeVectors)("$name", ({ input, expect: expected }) => {
    const { fields, refused, field } = expected;
    const refusal = {
      kind: "refused",
      refusal: refused,
      ...(field === undefined ? {} : { field }),
    };
    expect(parseEnvelope(textStated(input))).toEqual(
      fields === undefined ? refusal : { kind: "envelope", envelope: fields },
    );
  });
});

describe("only the device's own signature of this text is good", () => {
  test.each(signatureVectors)("$name", async ({ input, expect: expected }) => {
    expect(await isSigned(input, await verifier(input.spki))).toBe(expected.verified);
  });
});

test("what is signed here is good, until a character changes", async () => {
  const signed = await signedEnvelope('{"a":"长"}', await signer());
  const verify = await verifier();

  expect(await isSigned(signed, verify)).toBe(true);
  expect(await isSigned({ ...signed, envelope: '{"a":"短"}' }, verify)).toBe(false);
});

test("bytes are counted as they are sent", () => {
  expect(wireBytes({ envelope: '{"a":"长"}', deviceSignature: "xyz" })).toBe(2 + 9 + 2 + 4 + (2 + 3));
});

test("base64url has one spelling for some bytes", () => {
  const bytes = Uint8Array.from([255, 254, 253, 252]);

  expect(base64url(bytes)).toBe("__79_A");
  expect(fromBase64url("__79_A")).toEqual(bytes);
  expect(["__79_B", "//79/A", "__79_A==", "A", "签"].map(fromBase64url)).toEqual([
    null,
    null,
    null,
    null,
    null,
  ]);
});

const ff = (length: number) => new Uint8Array(length).fill(255);

describe("ids made on the device", () => {
  test("state their millisecond, version and variant", () => {
    const next = uuid7Source(() => 0x017f22e279b0, ff);

    expect(next()).toBe("017f22e2-79b0-77ff-bfff-ffffffffffff");
  });

  test("count on within a millisecond and when the clock was set back", () => {
    const times = [1000, 1000, 400, 1001];
    const next = uuid7Source(() => times.shift() ?? 0, ff);

    expect([next(), next(), next(), next()].map((id) => id.slice(9, 18))).toEqual([
      "03e8-77ff",
      "03e8-7800",
      "03e8-7801",
      "03e9-77ff",
    ]);
  });

  test("stay in the order of making when 4096 are made at once", () => {
    const next = uuid7Source(() => 1000, ff);
    const ids = Array.from({ length: 6000 }, next);

    expect(ids).toEqual([...ids].sort());
    expect(new Set(ids).size).toBe(6000);
  });
});

test("an envelope is an object of 14 fields, and JSON keeps it", () => {
  const [vector] = envelopeVectors;
  const text = textStated(vector?.input ?? {});

  expect(Object.keys(Object(parsedJson(text)))).toHaveLength(14);
});
