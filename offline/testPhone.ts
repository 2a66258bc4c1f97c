/** A phone for tests: real WebCrypto with keys of its own, labels for ids, a clock that stands until it is moved. */

import { canonical, textDigest, type JsonObject, type Sha256 } from "./digest";
import type { Command, Sealer } from "./enqueue";
import { fromBase64url, signedEnvelope, type Sign, type SignedEnvelope, type Verify } from "./signature";

const ECDSA = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

/** Private keys 0x1CE and 0xC01D with their public keys; tests/offline/phone.py has the same two. */
const KEYS = {
  ours: {
    pkcs8:
      "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAc6hRANCAAQSmnwBgFsC_loUnd-lyW1QU3CloeI0xclTLpeBMotqTpOHWfNYjEEypzNJHpq9gpy1jSFaCcmK7gBqtgYuqzIg",
    spki: "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEEpp8AYBbAv5aFJ3fpcltUFNwpaHiNMXJUy6XgTKLak6Th1nzWIxBMqczSR6avYKctY0hWgnJiu4AarYGLqsyIA",
  },
  other: {
    pkcs8:
      "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAwB2hRANCAAR5MvXDOKc9PVTPwMc9ue1wGYYk2YwsRNgC1N1CLEZWOBdye7KTZTvveKhExI9Vny0WjfscxGyDOk71YHSPIbls",
    spki: "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEeTL1wzinPT1Uz8DHPbntcBmGJNmMLETYAtTdQixGVjgXcnuyk2U773ioRMSPVZ8tFo37HMRsgzpO9WB0jyG5bA",
  },
};

export const DEVICE = uuid7("phone");
export const MADE_AT = "2026-03-01T08:00:00.000Z";

export const sha256: Sha256 = (bytes) => crypto.subtle.digest("SHA-256", bytes);

/** A UUIDv7 that says its label in hexadecimal, the same in both tongues. */
export function uuid7(label: string): string {
  const digits = Array.from(new TextEncoder().encode(label), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
  return `01900000-0000-7000-8000-${digits.padEnd(12, "0")}`;
}

/** `order:o` with the label made an id. */
export function entity(text: string): string {
  const [kind = "", label = ""] = text.split(":");
  return `${kind}:${uuid7(label)}`;
}

export async function signer(whose: "ours" | "other" = "ours"): Promise<Sign> {
  const key = await crypto.subtle.importKey("pkcs8", bytesOf(KEYS[whose].pkcs8), ECDSA, false, ["sign"]);
  return (bytes) => crypto.subtle.sign(ECDSA, key, bytes);
}

export async function verifier(spki: string = KEYS.ours.spki): Promise<Verify> {
  const key = await crypto.subtle.importKey("spki", bytesOf(spki), ECDSA, false, ["verify"]);
  return (signature, bytes) => crypto.subtle.verify(ECDSA, key, signature, bytes);
}

/** An envelope in its wire form; `changed` replaces whole fields. */
export function fields(
  label: string,
  sequence: number,
  previousDigest: string | null,
  changed: JsonObject = {},
) {
  return {
    protocol: 1,
    id: uuid7(label),
    device: DEVICE,
    sequence,
    name: "sales.changeOrder",
    version: 1,
    input: { label },
    entity: entity("order:o"),
    dependsOn: [],
    baseVersion: null,
    madeAt: MADE_AT,
    clockOffset: 0,
    attachments: [],
    previousDigest,
    ...changed,
  };
}

export function textOf(value: unknown): string {
  const written = canonical(value);
  return written.kind === "canonical" ? written.text : "";
}

/** Seals one envelope after the other, each chained to the one before. */
export async function sealedChain(
  chain: readonly (readonly [string, JsonObject])[],
): Promise<SignedEnvelope[]> {
  const sign = await signer();
  const sealed: SignedEnvelope[] = [];
  let previous: string | null = null;
  for (const [label, changed] of chain) {
    const text = textOf(fields(label, sealed.length + 1, previous, changed));
    sealed.push(await signedEnvelope(text, sign));
    previous = await textDigest(text, sha256);
  }
  return sealed;
}

export async function sealer(now: () => number = () => Date.parse(MADE_AT)): Promise<Sealer> {
  return {
    device: DEVICE,
    sha256,
    sign: await signer(),
    now,
    underChainLock: (work) => work(),
  };
}

export function command(label: string, changed: Partial<Command> = {}): Command {
  return {
    id: uuid7(label),
    name: "sales.changeOrder",
    version: 1,
    input: { label },
    entity: entity("order:o"),
    dependsOn: [],
    baseVersion: null,
    attachments: [],
    decidesAbout: null,
    ...changed,
  };
}

/** The label of an id that `uuid7` made. */
export function labelOf(id: string): string {
  const digits = (id.split("-")[4] ?? "").replace(/(00)+$/, "");
  return (digits.match(/../g) ?? []).map((byte) => String.fromCharCode(Number.parseInt(byte, 16))).join("");
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return fromBase64url(text) ?? new Uint8Array();
}
