/** Saving a command on this phone: sealed, signed, chained and stored, before anybody is told "saved". */

import { hex, textDigest, type JsonObject, type Sha256, type Unrepresentable } from "./digest";
import { envelopeText, type EnvelopeRefused } from "./envelope";
import { PROTOCOL } from "./limits";
import {
  NO_CHANGE,
  type Decide,
  type Head,
  type NewRecord,
  type QueueState,
  type QueueStore,
} from "./queueStore";
import { signedEnvelope, wireBytes, type Sign } from "./signature";

export type NewAttachment = {
  readonly id: string;
  readonly mime: string;
  readonly bytes: ArrayBuffer;
};

export type Command = {
  readonly id: string; // From `uuid7Source`, made once; a command that is fixed gets a new one.
  readonly name: string;
  readonly version: number;
  readonly input: JsonObject;
  readonly entity: string;
  readonly dependsOn: readonly string[];
  readonly baseVersion: number | null;
  readonly attachments: readonly NewAttachment[];
  readonly decidesAbout: string | null; // Controls only; see attention.ts.
};

/** What the phone's platform gives: keys, clock, lock. */
export type Sealer = {
  readonly device: string;
  readonly sha256: Sha256;
  readonly sign: Sign;
  readonly now: () => number; // Milliseconds since 1970 by the device's clock.
  /** Runs alone among all pages and workers of this origin: `navigator.locks.request("chain", work)`. */
  readonly underChainLock: <Result>(work: () => Promise<Result>) => Promise<Result>;
};

export type Enqueued =
  | { readonly kind: "saved" }
  | { readonly kind: "headMoved" } // Another sealer kept being quicker: the lock does not hold. Nothing was saved.
  | { readonly kind: "notAllowed" } // `allowed` said no. Nothing was saved.
  | EnvelopeRefused
  | Unrepresentable;

const TRIES_MAX = 5;

/** What else happens in the same transaction. */
export type Together = {
  readonly draft: string | null; // The form that became these commands.
  readonly also: Decide;
  readonly allowed: (state: QueueState) => boolean; // Asked of the state that the envelopes are sealed upon.
};

const ALONE: Together = {
  draft: null,
  also: () => NO_CHANGE,
  allowed: () => true,
};

/**
 * Saves the commands as consecutive envelopes in one transaction, with what else has to change in it, and removes the
 * draft they were made of. Signing takes a while and no database transaction waits for it: so sign first, under the
 * lock, then compare the head inside the transaction, and seal again on the new head if a page without the lock was
 * quicker. A rejected transaction (no space left) rejects this promise too, and nothing was saved.
 */
export function enqueue(
  store: QueueStore,
  sealer: Sealer,
  commands: readonly Command[],
  together: Together = ALONE,
): Promise<Enqueued> {
  return sealer.underChainLock(async () => {
    for (let tries = 0; tries < TRIES_MAX; tries += 1) {
      const state = await store.read();
      if (!together.allowed(state)) return { kind: "notAllowed" };
      const after = state.meta.head;
      const entries = await sealChain(commands, after, state.meta.clockOffset, sealer);
      if (!Array.isArray(entries)) return entries;
      const { also, draft } = together;
      if ((await store.add({ after, entries, also, draft })) === "added") return { kind: "saved" };
    }
    return { kind: "headMoved" };
  });
}

async function sealChain(
  commands: readonly Command[],
  after: Head | null,
  clockOffset: number | null,
  sealer: Sealer,
): Promise<NewRecord[] | EnvelopeRefused | Unrepresentable> {
  const entries: NewRecord[] = [];
  let head = after;
  for (const command of commands) {
    const entry = await sealOne(command, head, clockOffset, sealer);
    if ("kind" in entry) return entry;
    entries.push(entry);
    head = { sequence: entry.record.sequence, digest: entry.record.digest };
  }
  return entries;
}

async function sealOne(
  command: Command,
  head: Head | null,
  clockOffset: number | null,
  sealer: Sealer,
): Promise<NewRecord | EnvelopeRefused | Unrepresentable> {
  const attachments = await Promise.all(command.attachments.map((one) => described(one, sealer.sha256)));
  const { id, name, version, input, entity, dependsOn, baseVersion, decidesAbout } = command;
  const sequence = (head?.sequence ?? 0) + 1;
  const madeAt = new Date(sealer.now()).toISOString();
  const written = envelopeText({
    protocol: PROTOCOL,
    id,
    device: sealer.device,
    sequence,
    name,
    version,
    input,
    entity,
    dependsOn,
    baseVersion,
    madeAt,
    clockOffset,
    attachments: attachments.map(({ id, sha256 }) => ({ id, sha256 })),
    previousDigest: head?.digest ?? null,
  });
  if (written.kind !== "text") return written;
  const signed = await signedEnvelope(written.text, sealer.sign);
  const digest = await textDigest(written.text, sealer.sha256);
  const facts = {
    id,
    digest,
    sequence,
    name,
    entity,
    dependsOn,
    madeAt,
    wireBytes: wireBytes(signed),
    decidesAbout,
  };
  return {
    record: {
      ...facts,
      custody: "unsent",
      outcome: null,
      resolution: null,
      attachments,
      attempts: 0,
      unforeseen: 0,
      nextAt: 0,
      settledAt: null,
    },
    signed,
    bytes: new Map(command.attachments.map((one) => [one.id, one.bytes])),
  };
}

async function described({ id, mime, bytes }: NewAttachment, sha256: Sha256) {
  return {
    id,
    mime,
    size: bytes.byteLength,
    offset: 0,
    sha256: hex(await sha256(new Uint8Array(bytes))),
  };
}
