/** What may come of an envelope, and what each means for the queue that sent it. outcome.py writes what is read here. */

import { isJson, isObject, type Json, type JsonObject } from "./digest";

export type QuarantineReason = "userDisabled" | "deviceRevoked" | "neverAllowed";

export type Applied = { readonly kind: "applied"; readonly result: Json };
export type Replayed = { readonly kind: "replayed"; readonly result: Json };
export type Refused = {
  readonly kind: "refused";
  readonly refusal: string;
  readonly message: string;
  readonly facts: JsonObject;
};
export type Conflict = {
  readonly kind: "conflict";
  readonly currentVersion: number;
  readonly theirs: Json;
};
export type Waiting = {
  readonly kind: "waiting";
  readonly on: readonly string[];
  readonly attachments: readonly string[];
};
export type Unauthenticated = { readonly kind: "unauthenticated" };
export type Transient = {
  readonly kind: "transient";
  readonly retryAfterMs: number | null;
  readonly incident: string | null;
};
export type Quarantined = {
  readonly kind: "quarantined";
  readonly reason: QuarantineReason;
};

export type Outcome =
  Applied | Replayed | Refused | Conflict | Waiting | Unauthenticated | Transient | Quarantined;

/** `done` leaves the queue, `attention` asks a person, `again` waits its back-off, `pause` waits for a sign-in. */
export type Meaning = {
  readonly next: "done" | "attention" | "again" | "pause";
  readonly countsAsAttempt: boolean;
};

export function meaning(outcome: Outcome): Meaning {
  switch (outcome.kind) {
    case "applied":
    case "replayed":
      return { next: "done", countsAsAttempt: false };
    case "refused":
    case "conflict":
    case "quarantined":
      return { next: "attention", countsAsAttempt: false };
    case "waiting":
    case "transient":
      return { next: "again", countsAsAttempt: true };
    case "unauthenticated":
      return { next: "pause", countsAsAttempt: false };
  }
}

/** Whether asking again would give the same answer. */
export function isFinal(outcome: Outcome | null): boolean {
  return outcome !== null && ["done", "attention"].includes(meaning(outcome).next);
}

/** Null for what this app does not know: a newer server, or something that is no server of ours. */
export function readOutcome(said: unknown): Outcome | null {
  if (!isObject(said)) return null;
  switch (said["kind"]) {
    case "applied":
      return isJson(said["result"]) ? { kind: "applied", result: said["result"] } : null;
    case "replayed":
      return isJson(said["result"]) ? { kind: "replayed", result: said["result"] } : null;
    case "refused":
      return readRefused(said["refusal"], said["message"], said["facts"]);
    case "conflict":
      return readConflict(said["currentVersion"], said["theirs"]);
    case "waiting":
      return readWaiting(said["on"], said["attachments"]);
    case "unauthenticated":
      return { kind: "unauthenticated" };
    case "transient":
      return readTransient(said["retryAfterMs"], said["incident"]);
    case "quarantined":
      return isQuarantineReason(said["reason"]) ? { kind: "quarantined", reason: said["reason"] } : null;
    default:
      return null;
  }
}

function readRefused(refusal: unknown, message: unknown, facts: unknown): Refused | null {
  if (typeof refusal !== "string" || typeof message !== "string") return null;
  return isObject(facts) && isJson(facts) ? { kind: "refused", refusal, message, facts } : null;
}

function readConflict(currentVersion: unknown, theirs: unknown): Conflict | null {
  return typeof currentVersion === "number" && isJson(theirs)
    ? { kind: "conflict", currentVersion, theirs }
    : null;
}

function readWaiting(on: unknown, attachments: unknown): Waiting | null {
  return areTexts(on) && areTexts(attachments) ? { kind: "waiting", on, attachments } : null;
}

function readTransient(retryAfterMs: unknown, incident: unknown): Transient | null {
  if (retryAfterMs !== null && typeof retryAfterMs !== "number") return null;
  return incident === null || typeof incident === "string"
    ? { kind: "transient", retryAfterMs, incident }
    : null;
}

function isQuarantineReason(value: unknown): value is QuarantineReason {
  return value === "userDisabled" || value === "deviceRevoked" || value === "neverAllowed";
}

function areTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}
