/** The sender: one per origin, in a page or in the service worker, it does not matter which. */

import { nextBatch, type NextBatch } from "./batch";
import { clockOffset } from "./clock";
import { afterReply, pruned } from "./queue";
import type { QueueChange, QueueState, QueueStore } from "./queueStore";
import { readReply, type HttpAnswer, type Reply } from "./reply";
import type { SignedEnvelope } from "./signature";

/** How long `send` may take before it answers null. */
export const SEND_TIMEOUT_MS = 20_000;

/** More rounds than this in one drain would be a server that answers nonsense. 2,000 envelopes fit. */
const ROUNDS_MAX = 40;

export type Sender = {
  readonly store: QueueStore;
  /** `mutation replay`, with a time-out of SEND_TIMEOUT_MS; null for no network, a time-out or a broken line. */
  readonly send: (batch: readonly SignedEnvelope[]) => Promise<HttpAnswer | null>;
  readonly now: () => number;
  readonly dice: () => number; // In [0, 1).
  readonly online: () => boolean; // Only "no" is believed.
};

/** Why it stopped: `rest` says when to come again, if nothing wakes the sender before. */
export type Drained = Exclude<NextBatch, { readonly kind: "send" }>;

/**
 * Sends what is due until nothing is or the server does not answer. The caller holds the lock "send", which only saves
 * traffic: two at once do no harm. `woken` tells that something happened (online, visible, pageshow, sync, login, a
 * button): then the back-off does not count, once for each envelope. Killed anywhere, it can be started again.
 */
export async function drain(sender: Sender, woken: boolean): Promise<Drained> {
  const tried = new Set<string>();
  let state = await sender.store.change((now) => pruned(now, sender.now()));
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const next = nextBatch(state, { now: sender.now(), woken, tried });
    if (next.kind !== "send") return next;
    if (!sender.online()) return { kind: "rest", until: null };
    for (const { id } of next.records) tried.add(id);
    const batch = await sender.store.sealed(next.records.map(({ id }) => id));
    const askedAt = sender.now();
    const http = await sender.send(batch);
    const now = sender.now();
    const reply = readReply(http, now);
    const at = { now, dice: sender.dice(), online: sender.online() };
    state = await sender.store.change((stored) =>
      withClock(afterReply(stored, next.records, reply, at), stored, reply, {
        askedAt,
        now,
      }),
    );
    if (reply.kind !== "reply") break;
  }
  const next = nextBatch(state, { now: sender.now(), woken: false, tried });
  return next.kind === "send" ? { kind: "rest", until: sender.now() } : next;
}

function withClock(
  change: QueueChange,
  state: QueueState,
  reply: Reply,
  { askedAt, now }: { readonly askedAt: number; readonly now: number },
): QueueChange {
  if (reply.kind !== "reply") return change;
  return {
    ...change,
    meta: {
      ...(change.meta ?? state.meta),
      clockOffset: clockOffset(askedAt, now, reply.serverTime),
    },
  };
}
