/** The queue in a few words: for the badge, for "keep open: 3 left", and for the question at sign-out. */

import { isOpen, isUnsent, needsAttention } from "./queue";
import type { QueueRecord, QueueState } from "./queueStore";
import type { SignedEnvelope } from "./signature";

/** What a person reads beside a command: saved here, sent, needs attention, done, with the office. */
export type Standing = "savedHere" | "sent" | "needsAttention" | "done" | "withOffice";

export type Summary = {
  readonly savedHere: number; // Only on this phone: ask before sign-out, keep the app open on iOS.
  readonly sent: number; // Kept by the server, its turn is to come.
  readonly needsAttention: number;
};

export function standing(record: QueueRecord): Standing {
  if (needsAttention(record)) return "needsAttention";
  if (isUnsent(record)) return "savedHere";
  if (record.resolution?.kind === "handedOver") return "withOffice";
  return isOpen(record) ? "sent" : "done";
}

export function summary({ records }: QueueState): Summary {
  return {
    savedHere: records.filter(isUnsent).length,
    sent: records.filter(isOpen).length,
    needsAttention: records.filter(needsAttention).length,
  };
}

/**
 * The rescue file: JSON text with every envelope and its signature as they are, and how far each has come. The office
 * can hand it in for custody without this phone; attachments are saved beside it.
 */
export function rescueFile(state: QueueState, sealed: readonly SignedEnvelope[]): string {
  return JSON.stringify({
    head: state.meta.head,
    epoch: state.meta.epoch,
    envelopes: sealed,
    records: state.records,
  });
}
