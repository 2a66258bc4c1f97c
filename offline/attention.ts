/** What needs a person, and what the person can do about it. Each decision is itself a signed envelope. */

import { enqueue, type Command, type Enqueued, type Sealer } from "./enqueue";
import { REASON_CHARACTERS_MAX } from "./limits";
import { needsAttention } from "./queue";
import {
  NO_CHANGE,
  type Decide,
  type QueueRecord,
  type QueueState,
  type QueueStore,
  type Resolution,
} from "./queueStore";

export type Choice = "fixAndResend" | "keepTheirs" | "handToOffice" | "discard";

export type AttentionItem = {
  readonly record: QueueRecord; // Why: its `outcome`, or answers that nobody foresaw when that is none or not final.
  readonly choices: readonly Choice[];
  readonly dependents: readonly QueueRecord[]; // Named it, directly or through others: they lose with it.
  readonly behind: readonly QueueRecord[]; // Later ones of the same entity: they wait for the decision.
};

export type Decided =
  | Enqueued // "notAllowed": gone, done or decided meanwhile, perhaps in another window.
  | { readonly kind: "reasonMissing" }; // Empty, or longer than REASON_CHARACTERS_MAX.

export type Decider = {
  readonly store: QueueStore;
  readonly sealer: Sealer;
  readonly newId: () => string;
};

/** By sequence, so the cause stands before what it stopped. */
export function attention(state: QueueState): readonly AttentionItem[] {
  return state.records.filter(needsAttention).map((record) => ({
    record,
    choices: choicesFor(record),
    dependents: dependentsOf(record, state),
    behind: state.records.filter(
      (other) => other.entity === record.entity && other.sequence > record.sequence && isUndecided(other),
    ),
  }));
}

/** "Discard" needs a reason, which the server records. What depended on it will need attention in its turn. */
export function discard(by: Decider, id: string, reason: string): Promise<Decided> {
  return giveUp(by, id, "discarded", reason);
}

/** After a conflict: the other side's version stays, ours is given up. */
export function keepTheirs(by: Decider, id: string, reason: string): Promise<Decided> {
  return giveUp(by, id, "keptTheirs", reason);
}

/** A colleague decides; the envelope is at the server already or goes there before this. */
export async function handToOffice(by: Decider, id: string, note: string): Promise<Decided> {
  if (!isReason(note)) return { kind: "reasonMissing" };
  const control = controlOf(by, "sync.handOverCommand", id, {
    command: id,
    note,
  });
  return decide(by, id, [control], { kind: "handedOver", by: control.id, note }, null);
}

/**
 * "Fix and resend": the corrected command, a new id, takes the place of the refused one, for its order and for all that
 * depend on it. The old envelope stays as it is. Both envelopes, the decision and the draft go in one transaction.
 */
export async function fixAndResend(
  by: Decider,
  id: string,
  corrected: Command,
  draft: string | null,
): Promise<Decided> {
  const control = controlOf(by, "sync.supersedeCommand", id, {
    command: id,
    by: corrected.id,
  });
  const resolution: Resolution = {
    kind: "superseded",
    by: control.id,
    successor: corrected.id,
  };
  return decide(by, id, [control, corrected], resolution, draft);
}

async function giveUp(
  by: Decider,
  id: string,
  kind: "discarded" | "keptTheirs",
  reason: string,
): Promise<Decided> {
  if (!isReason(reason)) return { kind: "reasonMissing" };
  const choice = kind === "discarded" ? "discard" : "keepTheirs";
  const control = controlOf(by, "sync.discardCommand", id, {
    command: id,
    choice,
    reason,
  });
  return decide(by, id, [control], { kind, by: control.id, reason }, null);
}

function decide(
  by: Decider,
  id: string,
  commands: readonly Command[],
  resolution: Resolution,
  draft: string | null,
): Promise<Decided> {
  const also: Decide = (state) => ({
    ...NO_CHANGE,
    put: state.records.filter((record) => record.id === id).map((record) => ({ ...record, resolution })),
  });
  const allowed = ({ records }: QueueState) =>
    records.some((record) => record.id === id && needsAttention(record));
  return enqueue(by.store, by.sealer, commands, { draft, also, allowed });
}

function controlOf(by: Decider, name: string, target: string, input: Command["input"]): Command {
  return {
    id: by.newId(),
    name,
    version: 1,
    input,
    entity: `command:${target}`,
    dependsOn: [],
    baseVersion: null,
    attachments: [],
    decidesAbout: target,
  };
}

function choicesFor({ outcome, custody }: QueueRecord): readonly Choice[] {
  switch (outcome?.kind) {
    case "refused":
      return ["fixAndResend", "handToOffice", "discard"];
    case "conflict":
      return ["fixAndResend", "keepTheirs", "handToOffice", "discard"];
    case "quarantined":
      return ["handToOffice"]; // Kept as evidence; a manager decides.
    default:
      // Nobody knows yet whether it was done, so it can't be fixed; a decision would not overtake it either.
      return custody === "held" ? ["handToOffice", "discard"] : [];
  }
}

function dependentsOf(record: QueueRecord, state: QueueState): readonly QueueRecord[] {
  const lost = new Set([record.id]);
  for (const other of state.records) {
    if (isUndecided(other) && other.dependsOn.some((id) => lost.has(id))) lost.add(other.id);
  }
  lost.delete(record.id);
  return state.records.filter(({ id }) => lost.has(id));
}

function isUndecided({ outcome, resolution }: QueueRecord): boolean {
  return resolution === null && outcome?.kind !== "applied" && outcome?.kind !== "replayed";
}

function isReason(text: string): boolean {
  return text.trim() !== "" && text.length <= REASON_CHARACTERS_MAX;
}
