/**
 * The client half of offline work, as pure states: what an answer means for the queue.
 *
 * Nothing leaves the queue except by an answer that was stored, or by a person's decision, which is itself an envelope.
 * Repetition is harmless, so whatever is in doubt is sent again (batch.ts).
 */

import { backoffMs } from "./backoff";
import { KEPT_MS, UNFORESEEN_MAX } from "./limits";
import { isFinal, meaning, type Outcome } from "./outcome";
import type { Answer, Reply } from "./reply";
import {
  NO_CHANGE,
  type ChainFault,
  type QueueChange,
  type QueueMeta,
  type QueueRecord,
  type QueueState,
} from "./queueStore";

/**
 * What changes when `reply` came (or did not come) for the records that were sent. `now` is the device's clock, `dice`
 * in [0, 1). `online` false: the phone itself knows that it has no network, so nothing was attempted.
 */
export function afterReply(
  state: QueueState,
  sent: readonly QueueRecord[],
  reply: Reply,
  at: { readonly now: number; readonly dice: number; readonly online: boolean },
): QueueChange {
  switch (reply.kind) {
    case "unauthenticated":
      return { ...NO_CHANGE, meta: { ...state.meta, paused: true } };
    case "noAnswer":
      return at.online ? { ...NO_CHANGE, put: failed(state, sent, reply, at) } : NO_CHANGE;
    case "reply":
      return answered(state, sent, reply, at);
  }
}

/** Forgets what was settled 14 days ago, from the old end only: the rest must stay a chain without a gap. */
export function pruned(state: QueueState, now: number): QueueChange {
  const firstToKeep = state.records.findIndex(
    ({ settledAt, custody }) => settledAt === null || custody === "unsent" || settledAt > now - KEPT_MS,
  );
  const old = firstToKeep === -1 ? state.records : state.records.slice(0, firstToKeep);
  return { ...NO_CHANGE, forget: old.map(({ id }) => id) };
}

/** In custody of nobody but this phone. */
export function isUnsent(record: QueueRecord): boolean {
  return record.custody === "unsent";
}

/** In custody of the server, and what comes of it is not known or may still change. */
export function isOpen(record: QueueRecord): boolean {
  return record.custody === "held" && record.resolution === null && !isFinal(record.outcome);
}

/** A person has to look at it. */
export function needsAttention(record: QueueRecord): boolean {
  if (record.resolution !== null) return false;
  const said = record.outcome !== null && meaning(record.outcome).next === "attention";
  return said || record.unforeseen >= UNFORESEEN_MAX;
}

type When = { readonly now: number; readonly dice: number };

function failed(
  state: QueueState,
  sent: readonly QueueRecord[],
  reply: { readonly retryAfterMs: number | null; readonly unforeseen: boolean },
  when: When,
): readonly QueueRecord[] {
  return stored(state, sent).map((record) => ({
    ...again(record, when, reply.retryAfterMs),
    unforeseen: record.unforeseen + (reply.unforeseen ? 1 : 0),
  }));
}

function answered(
  state: QueueState,
  sent: readonly QueueRecord[],
  reply: Reply & { readonly kind: "reply" },
  when: When,
): QueueChange {
  const isRestored = state.meta.epoch !== null && state.meta.epoch !== reply.epoch;
  const records = new Map(
    state.records.map((record) => [record.id, isRestored ? offeredAnew(record) : record]),
  );
  const answers = new Map(reply.answers.map((answer) => [answer.digest, answer]));
  const faults: ChainFault[] = [];
  for (const { id } of stored(state, sent)) {
    const record = records.get(id);
    if (record === undefined) continue;
    const answer = answers.get(record.digest);
    records.set(id, answer === undefined ? again(record, when, null) : afterAnswer(record, answer, when));
    if (answer === undefined) continue;
    faults.push(...faultOf(record, answer, state));
    if (answer.receipt.custody === "gap") takeBackFrom(answer.receipt.expected, record, records);
    settleDecision(record, answer.outcome, records, when);
  }
  const meta: QueueMeta = {
    ...state.meta,
    epoch: reply.epoch,
    paused: reply.answers.some(({ outcome }) => isOutcome(outcome) && meaning(outcome).next === "pause"),
    fault: faults[0] ?? null,
  };
  const put = [...records.values()].filter((record) => !state.records.includes(record));
  return { meta, put, forget: [] };
}

/** The server was restored: it may have lost what it confirmed, so all that is still here is offered again. */
function offeredAnew(record: QueueRecord): QueueRecord {
  const attachments = record.attachments.map((one) => ({ ...one, offset: 0 }));
  return { ...record, custody: "unsent", attachments, attempts: 0, nextAt: 0 };
}

function afterAnswer(record: QueueRecord, { receipt, outcome }: Answer, when: When): QueueRecord {
  if (receipt.custody !== "held") return again(record, when, null);
  const held: QueueRecord = { ...record, custody: "held" };
  if (outcome === "unforeseen") return { ...again(held, when, null), unforeseen: record.unforeseen + 1 };
  if (outcome === null) return { ...again(held, when, null), unforeseen: 0 };
  return afterOutcome({ ...held, unforeseen: 0 }, outcome, record, when);
}

function afterOutcome(held: QueueRecord, outcome: Outcome, before: QueueRecord, when: When): QueueRecord {
  switch (meaning(outcome).next) {
    case "done":
      return { ...held, outcome, attempts: 0, nextAt: 0, settledAt: when.now };
    case "attention":
      return {
        ...held,
        outcome,
        attempts: 0,
        nextAt: 0,
        settledAt: held.resolution === null ? null : held.settledAt,
      };
    case "again":
      // An answer that was overtaken: this epoch has already said something final.
      if (before.custody === "held" && isFinal(before.outcome)) return held;
      return {
        ...again(held, when, outcome.kind === "transient" ? outcome.retryAfterMs : null),
        outcome,
      };
    case "pause":
      return held;
  }
}

function again(record: QueueRecord, { now, dice }: When, retryAfterMs: number | null): QueueRecord {
  const attempts = record.attempts + 1;
  return {
    ...record,
    attempts,
    nextAt: now + backoffMs(attempts, dice, retryAfterMs),
  };
}

function faultOf(record: QueueRecord, { receipt }: Answer, state: QueueState): readonly ChainFault[] {
  switch (receipt.custody) {
    case "held":
      return [];
    case "gap": {
      const oldest = state.records[0]?.sequence ?? record.sequence;
      return receipt.expected < oldest ? [{ kind: "gapBeforeOldest", expected: receipt.expected }] : [];
    }
    case "fork":
      return [{ kind: "fork", sequence: receipt.sequence }];
    case "notTaken":
      return [{ kind: "notTaken", sequence: record.sequence, problem: receipt.problem }];
  }
}

/** The server misses an envelope that this phone took for kept: from there on all are sent again, at once. */
function takeBackFrom(expected: number, answered: QueueRecord, records: Map<string, QueueRecord>): void {
  for (const record of records.values()) {
    if (record.sequence >= expected && record.sequence < answered.sequence && record.custody === "held") {
      records.set(record.id, { ...record, custody: "unsent", nextAt: 0 });
    }
  }
}

/** When the server accepts a decision, what it was about is settled; when it refuses, that is open again. */
function settleDecision(
  control: QueueRecord,
  outcome: Answer["outcome"],
  records: Map<string, QueueRecord>,
  { now }: When,
): void {
  const target = control.decidesAbout === null ? undefined : records.get(control.decidesAbout);
  if (target === undefined || !isOutcome(outcome)) return;
  const { next } = meaning(outcome);
  if (next === "done" && target.resolution?.by === control.id) {
    records.set(target.id, { ...target, settledAt: now });
  }
  if (next === "attention" && target.resolution?.by === control.id) {
    records.set(target.id, {
      ...target,
      resolution: null,
      outcome: null,
      attempts: 0,
      nextAt: 0,
    });
  }
}

function stored(state: QueueState, sent: readonly QueueRecord[]): readonly QueueRecord[] {
  const digests = new Set(sent.map(({ digest }) => digest));
  return state.records.filter(({ digest }) => digests.has(digest));
}

function isOutcome(outcome: Answer["outcome"]): outcome is Outcome {
  return outcome !== null && outcome !== "unforeseen";
}
