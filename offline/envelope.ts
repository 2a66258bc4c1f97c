/**
 * One write of a phone, as it is sealed, sent and kept. The canonical text that was signed is the truth; it is never
 * written again. envelope.py is the strict reader on the server; this one makes sure before signing that it will agree.
 */

import { canonical, isObject, parseCanonical, type JsonObject, type Unrepresentable } from "./digest";
import {
  ATTACHMENTS_MAX,
  CLOCK_OFFSET_MS_MAX,
  DEPENDS_ON_MAX,
  ENTITY_KIND_CHARACTERS_MAX,
  ENVELOPE_BYTES_MAX,
  INTEGER_MAX,
  NAME_CHARACTERS_MAX,
  PROTOCOL,
  VERSION_MAX,
} from "./limits";

export type Attachment = { readonly id: string; readonly sha256: string };

export type Envelope = {
  readonly protocol: typeof PROTOCOL;
  readonly id: string; // UUIDv7, made once on the device: the idempotency key.
  readonly device: string;
  readonly sequence: number; // From 1, without a gap, per device.
  readonly name: string; // domain.verbNoun
  readonly version: number; // Of the input's form.
  readonly input: JsonObject;
  readonly entity: string; // kind:uuid; commands of one entity take effect in order.
  readonly dependsOn: readonly string[];
  readonly baseVersion: number | null; // The version the person saw.
  readonly madeAt: string; // By the device's clock, UTC with milliseconds.
  readonly clockOffset: number | null; // Server minus device in milliseconds, when last known.
  readonly attachments: readonly Attachment[];
  readonly previousDigest: string | null; // Null for the first of a chain only.
};

export type EnvelopeRefused =
  | {
      readonly kind: "refused";
      readonly refusal: "EnvelopeNotCanonical" | "EnvelopeTooLarge" | "UnknownProtocol";
    }
  | {
      readonly kind: "refused";
      readonly refusal: "FieldRefused";
      readonly field: string;
    };

export type EnvelopeText =
  { readonly kind: "text"; readonly text: string } | EnvelopeRefused | Unrepresentable;
export type ParsedEnvelope = { readonly kind: "envelope"; readonly envelope: Envelope } | EnvelopeRefused;

const UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";
const UUID7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const ANY_UUID = new RegExp(`^${UUID}$`);
const NAME = /^[a-z][a-zA-Z0-9]*\.[a-z]+[A-Z][a-zA-Z0-9]*$/;
const ENTITY = new RegExp(`^[a-z][a-zA-Z]{0,${ENTITY_KIND_CHARACTERS_MAX - 1}}:${UUID}$`);
const INSTANT = /^(19[7-9][0-9]|2[0-9]{3})-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$/;
const DIGEST = /^[0-9a-f]{64}$/;

type Stated = { readonly [field: string]: unknown };

/** In the order of the protocol's fields, so both tongues name the same one of several faults. */
const IS_OF_ITS_FORM: readonly (readonly [keyof Envelope, (value: unknown, stated: Stated) => boolean])[] = [
  ["protocol", (value) => value === PROTOCOL],
  ["id", (value) => isUuid7(value)],
  ["device", (value) => matches(value, ANY_UUID)],
  ["sequence", (value) => isInteger(value, 1, INTEGER_MAX)],
  ["name", (value) => matches(value, NAME) && value.length <= NAME_CHARACTERS_MAX],
  ["version", (value) => isInteger(value, 1, VERSION_MAX)],
  ["input", isObject],
  ["entity", (value) => matches(value, ENTITY)],
  ["dependsOn", (value, stated) => isDependsOn(value, stated["id"])],
  ["baseVersion", (value) => value === null || isInteger(value, 0, INTEGER_MAX)],
  ["madeAt", isInstant],
  ["clockOffset", (value) => value === null || isInteger(value, -CLOCK_OFFSET_MS_MAX, CLOCK_OFFSET_MS_MAX)],
  ["attachments", areAttachments],
  ["previousDigest", (value, stated) => (stated["sequence"] === 1 ? value === null : matches(value, DIGEST))],
];

/** The text to sign, if the server will take it. */
export function envelopeText(envelope: Envelope): EnvelopeText {
  const text = canonical(envelope);
  if (text.kind === "unrepresentable") return text;
  const parsed = parseEnvelope(text.text);
  return parsed.kind === "refused" ? parsed : { kind: "text", text: text.text };
}

/** The envelope that the text states; does not look at the signature. */
export function parseEnvelope(text: string): ParsedEnvelope {
  if (text.length > ENVELOPE_BYTES_MAX || new TextEncoder().encode(text).length > ENVELOPE_BYTES_MAX) {
    return { kind: "refused", refusal: "EnvelopeTooLarge" };
  }
  const parsed = parseCanonical(text);
  if (parsed.kind === "notCanonical" || !isObject(parsed.value)) {
    return { kind: "refused", refusal: "EnvelopeNotCanonical" };
  }
  const stated: Stated = parsed.value;
  if (stated["protocol"] !== PROTOCOL) return { kind: "refused", refusal: "UnknownProtocol" };
  if (isEnvelope(stated)) return { kind: "envelope", envelope: stated };
  return {
    kind: "refused",
    refusal: "FieldRefused",
    field: firstFault(stated) ?? "unknown",
  };
}

/** Lower-case text of an RFC 9562 UUID of version 7. */
export function isUuid7(value: unknown): value is string {
  return matches(value, UUID7);
}

function isEnvelope(stated: Stated): stated is Stated & Envelope {
  return firstFault(stated) === null;
}

function firstFault(stated: Stated): string | null {
  const missing = IS_OF_ITS_FORM.find(([field]) => !Object.hasOwn(stated, field));
  if (missing !== undefined) return missing[0];
  if (Object.keys(stated).length > IS_OF_ITS_FORM.length) return "unknown";
  return IS_OF_ITS_FORM.find(([field, isOfItsForm]) => !isOfItsForm(stated[field], stated))?.[0] ?? null;
}

function isDependsOn(value: unknown, own: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.length <= DEPENDS_ON_MAX &&
    value.every((one) => isUuid7(one) && one !== own) &&
    new Set(value).size === value.length
  );
}

function isInstant(value: unknown): boolean {
  if (!matches(value, INSTANT)) return false;
  const time = Date.parse(value);
  // Date rolls 30 February over into March; only a real day comes back as it was.
  return Number.isFinite(time) && new Date(time).toISOString() === value;
}

function areAttachments(value: unknown): boolean {
  if (!Array.isArray(value) || value.length > ATTACHMENTS_MAX) return false;
  const ids = new Set<unknown>();
  for (const one of value) {
    if (!isObject(one) || Object.keys(one).length !== 2) return false;
    if (!isUuid7(one["id"]) || !matches(one["sha256"], DIGEST)) return false;
    ids.add(one["id"]);
  }
  return ids.size === value.length;
}

function matches(value: unknown, form: RegExp): value is string {
  return typeof value === "string" && form.test(value);
}

function isInteger(value: unknown, least: number, most: number): boolean {
  return typeof value === "number" && Number.isInteger(value) && value >= least && value <= most;
}
