/**
 * Canonical JSON and its SHA-256: the bytes that are signed, chained and compared.
 *
 * The subset of RFC 8785 (JCS) that the protocol speaks; digest.py says which and why. Money, quantities and
 * temperatures travel as strings, since fractions are refused.
 */

import { DEPTH_MAX } from "./limits";

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export type JsonObject = { readonly [key: string]: Json };

export type Problem = "fraction" | "integer" | "nul" | "surrogate" | "type" | "depth";
export type Unrepresentable = {
  readonly kind: "unrepresentable";
  readonly problem: Problem;
  readonly path: string;
};
export type Canonical = { readonly kind: "canonical"; readonly text: string } | Unrepresentable;
export type Parsed = { readonly kind: "parsed"; readonly value: Json } | { readonly kind: "notCanonical" };

/** SHA-256 of bytes: in a browser `(bytes) => crypto.subtle.digest("SHA-256", bytes)`. */
export type Sha256 = (bytes: Uint8Array<ArrayBuffer>) => Promise<ArrayBuffer>;

/** The one way of writing `value` as JSON. Source: RFC 8785 section 3.2. */
export function canonical(value: unknown): Canonical {
  return written(value, "$", 1);
}

/** What a canonical text says; any other text is refused, whatever is wrong with it. */
export function parseCanonical(text: string): Parsed {
  const value = parsedJson(text);
  if (value === undefined || !isJson(value)) return { kind: "notCanonical" };
  const again = canonical(value);
  return again.kind === "canonical" && again.text === text
    ? { kind: "parsed", value }
    : { kind: "notCanonical" };
}

/** SHA-256 of a text as it stands, as 64 lower-case hexadecimal digits. */
export async function textDigest(text: string, sha256: Sha256): Promise<string> {
  return hex(await sha256(new TextEncoder().encode(text)));
}

/** Lower-case hexadecimal of bytes. */
export function hex(bytes: ArrayBuffer): string {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** What `JSON.parse` makes of a text; undefined, which JSON does not know, when it is none. */
export function parsedJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

/** Whether it is an object as JSON knows it: no list, no date, no map. */
export function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return Object.prototype.toString.call(value) === "[object Object]";
}

/** Whether it has a canonical text. */
export function isJson(value: unknown): value is Json {
  return canonical(value).kind === "canonical";
}

function written(value: unknown, path: string, depth: number): Canonical {
  if (value === null || typeof value === "boolean") return { kind: "canonical", text: String(value) };
  if (typeof value === "string") return writtenText(value, path);
  if (typeof value === "number") return writtenInteger(value, path);
  const isList = Array.isArray(value);
  if (!isList && !isObject(value)) return { kind: "unrepresentable", problem: "type", path };
  if (depth > DEPTH_MAX) return { kind: "unrepresentable", problem: "depth", path };
  return isList ? writtenList(value, path, depth) : writtenObject(value, path, depth);
}

function writtenList(value: readonly unknown[], path: string, depth: number): Canonical {
  const parts: string[] = [];
  for (const [at, item] of value.entries()) {
    const part = written(item, `${path}[${at}]`, depth + 1);
    if (part.kind === "unrepresentable") return part;
    parts.push(part.text);
  }
  return { kind: "canonical", text: `[${parts.join(",")}]` };
}

function writtenObject(value: { readonly [key: string]: unknown }, path: string, depth: number): Canonical {
  const parts: string[] = [];
  // Without a comparison function, sort compares UTF-16 code units, which is the order that the standard asks for.
  for (const key of Object.keys(value).sort()) {
    const name = writtenText(key, path);
    if (name.kind === "unrepresentable") return name;
    const part = written(value[key], `${path}.${key}`, depth + 1);
    if (part.kind === "unrepresentable") return part;
    parts.push(`${name.text}:${part.text}`);
  }
  return { kind: "canonical", text: `{${parts.join(",")}}` };
}

function writtenText(value: string, path: string): Canonical {
  if (value.includes("\0")) return { kind: "unrepresentable", problem: "nul", path };
  if (/\p{Surrogate}/u.test(value)) return { kind: "unrepresentable", problem: "surrogate", path };
  return { kind: "canonical", text: JSON.stringify(value) };
}

function writtenInteger(value: number, path: string): Canonical {
  if (!Number.isInteger(value)) return { kind: "unrepresentable", problem: "fraction", path };
  if (!Number.isSafeInteger(value)) return { kind: "unrepresentable", problem: "integer", path };
  return { kind: "canonical", text: String(value) };
}
