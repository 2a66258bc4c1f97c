/**
 * What the queue keeps on the phone, and the few ways in which it changes.
 *
 * The interface is made so that the promises of the queue hold for whoever implements it (IndexedDB in the app, memory
 * in tests): envelopes can be added, read and forgotten, but there is no way to write one again; and whoever changes
 * progress gives a function of what is stored at that moment, so nobody writes back what he read before a long wait.
 *
 * For IndexedDB: four object stores are enough, `envelopes` (key id), `records` (key id, index sequence), `attachments`
 * (key id, index command) and `meta` (one row), beside the app's own `drafts`. Each method is exactly one transaction
 * over all of them; the functions passed in are synchronous, so the transaction stays open. `add` and `change` use
 * durability "strict" and resolve on the transaction's `complete`, not on the last request's success. An aborted
 * transaction (quota, lost connection) rejects and has changed nothing: the form stays open and says so.
 */

import type { Outcome } from "./outcome";
import type { SignedEnvelope } from "./signature";

export type AttachmentRecord = {
  readonly id: string;
  readonly sha256: string;
  readonly mime: string;
  readonly size: number; // In bytes.
  readonly offset: number; // How many of them the server has; all of them means uploaded.
};

/** What a person decided; `by` is the id of the control envelope that tells the server. */
export type Resolution =
  | {
      readonly kind: "discarded" | "keptTheirs";
      readonly by: string;
      readonly reason: string;
    }
  | {
      readonly kind: "superseded";
      readonly by: string;
      readonly successor: string;
    }
  | { readonly kind: "handedOver"; readonly by: string; readonly note: string };

export type QueueRecord = {
  // What the envelope says, for choosing without reading its text. Never changes.
  readonly id: string;
  readonly digest: string;
  readonly sequence: number;
  readonly name: string;
  readonly entity: string;
  readonly dependsOn: readonly string[];
  readonly madeAt: string;
  readonly wireBytes: number;
  readonly decidesAbout: string | null; // For a control: the command it is about.
  // How far it has come.
  readonly custody: "unsent" | "held"; // Held: this epoch of the server has confirmed its digest.
  readonly outcome: Outcome | null; // The last one heard.
  readonly resolution: Resolution | null;
  readonly attachments: readonly AttachmentRecord[];
  readonly attempts: number; // Since something last went well; for the back-off.
  readonly unforeseen: number; // Answers that nobody foresaw, one after the other.
  readonly nextAt: number; // Not before, in ms of the device's clock, unless woken.
  readonly settledAt: number | null; // When the server said done, or a decision about it was accepted.
};

export type Head = { readonly sequence: number; readonly digest: string };

/** Why nothing can be sent that would be taken: see `queue.ts`. The queue keeps everything. */
export type ChainFault =
  | { readonly kind: "fork"; readonly sequence: number }
  | { readonly kind: "gapBeforeOldest"; readonly expected: number }
  | {
      readonly kind: "notTaken";
      readonly sequence: number;
      readonly problem: string;
    };

export type QueueMeta = {
  readonly head: Head | null; // The end of the chain, also when its envelope has been forgotten.
  readonly epoch: string | null; // Of the server that gave the last answer.
  readonly clockOffset: number | null; // Server minus device, ms.
  readonly paused: boolean; // Nobody is signed in.
  readonly fault: ChainFault | null;
};

export type QueueState = {
  readonly meta: QueueMeta;
  readonly records: readonly QueueRecord[];
}; // By sequence.

export type QueueChange = {
  readonly meta: QueueMeta | null; // Null: as it is. `head` is changed by `add` alone.
  readonly put: readonly QueueRecord[]; // Only ids that are there; others are passed over.
  readonly forget: readonly string[]; // Ids of commands: record, envelope and attachments go together.
};

export type Decide = (state: QueueState) => QueueChange;

export type NewRecord = {
  readonly record: QueueRecord;
  readonly signed: SignedEnvelope;
  readonly bytes: ReadonlyMap<string, ArrayBuffer>; // By attachment id. ArrayBuffer, since WebKit loses Blobs.
};

export type Addition = {
  readonly after: Head | null; // The head that the first of them names as previous.
  readonly entries: readonly NewRecord[]; // A chain; the last one becomes the head.
  readonly also: Decide; // What changes with it: the resolution of the command that is discarded or superseded.
  readonly draft: string | null; // Removed in the same transaction, so a form is never both draft and command.
};

export type QueueStore = {
  /** All records by sequence, and the meta row; an empty queue has `EMPTY_META`. */
  readonly read: () => Promise<QueueState>;
  /**
   * One transaction: if the head is still `after`, adds all entries with their attachments, applies `also`, removes
   * the draft, moves the head, and says "added". If it is not, changes nothing and says "headMoved".
   */
  readonly add: (addition: Addition) => Promise<"added" | "headMoved">;
  /** One transaction: gives the stored state to the function, and stores what it returns. Resolves to the new state. */
  readonly change: (decide: Decide) => Promise<QueueState>;
  /** The texts with their signatures as they were added, in the order of the ids; ids that are gone are left out. */
  readonly sealed: (ids: readonly string[]) => Promise<readonly SignedEnvelope[]>;
};

export const EMPTY_META: QueueMeta = {
  head: null,
  epoch: null,
  clockOffset: null,
  paused: false,
  fault: null,
};

export const NO_CHANGE: QueueChange = { meta: null, put: [], forget: [] };

/** The state after the change. */
export function changedState(state: QueueState, change: QueueChange): QueueState {
  const gone = new Set(change.forget);
  const put = new Map(change.put.map((record) => [record.id, record]));
  return {
    meta: { ...(change.meta ?? state.meta), head: state.meta.head },
    records: state.records.filter(({ id }) => !gone.has(id)).map((record) => put.get(record.id) ?? record),
  };
}

export function isSameHead(one: Head | null, other: Head | null): boolean {
  return one?.sequence === other?.sequence && one?.digest === other?.digest;
}
