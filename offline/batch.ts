/**
 * What to send next.
 *
 * The server takes envelopes into custody in strict sequence, so the unsent go from the first one on; what is in custody
 * without a final outcome is asked about again, by offering it again.
 */

import { REPLAY_BYTES_MAX, REPLAY_ENVELOPES_MAX } from "./limits";
import { isOpen, isUnsent } from "./queue";
import type { ChainFault, QueueRecord, QueueState } from "./queueStore";

/** `woken`: online, visible, pageshow, sync, login or a button; a record that it has tried already is not woken twice. */
export type Moment = {
  readonly now: number;
  readonly woken: boolean;
  readonly tried: ReadonlySet<string>;
};

export type NextBatch =
  | { readonly kind: "send"; readonly records: readonly QueueRecord[] }
  | { readonly kind: "rest"; readonly until: number | null } // Null: nothing left to send or to ask about.
  | { readonly kind: "paused" }
  | { readonly kind: "halted"; readonly fault: ChainFault };

/** Failed so often, an envelope is sent alone, so that it can't take others down with it. */
const ALONE_FROM_ATTEMPTS = 2;

export function nextBatch(state: QueueState, moment: Moment): NextBatch {
  if (state.meta.paused && !moment.woken) return { kind: "paused" };
  // A fault may have been mended in the office or by an update, so a wake-up tries, and only the first.
  const mayTry = state.meta.fault === null || moment.woken;
  const unsent = mayTry ? state.records.filter(isUnsent) : [];
  const first = unsent[0];
  const takesUnsent = first !== undefined && isDue(first, moment);
  const asked = state.records.filter((record) => isOpen(record) && isDue(record, moment));
  const inSequence = takesUnsent ? unsent : [];
  const records = takesUnsent && isRisky(state, first) ? [first] : withinLimits([...inSequence, ...asked]);
  if (records.length > 0) return { kind: "send", records: records.sort(bySequence) };
  if (state.meta.fault !== null) return { kind: "halted", fault: state.meta.fault };
  const times = [first, ...state.records.filter(isOpen)].flatMap((record) => record?.nextAt ?? []);
  return {
    kind: "rest",
    until: times.length === 0 ? null : Math.min(...times),
  };
}

function isDue(record: QueueRecord, { now, woken, tried }: Moment): boolean {
  return record.nextAt <= now || (woken && !tried.has(record.id));
}

function isRisky(state: QueueState, first: QueueRecord): boolean {
  return state.meta.fault !== null || first.attempts >= ALONE_FROM_ATTEMPTS;
}

function bySequence(one: QueueRecord, other: QueueRecord): number {
  return one.sequence - other.sequence;
}

function withinLimits(records: readonly QueueRecord[]): QueueRecord[] {
  let bytes = 0;
  const end = records.slice(0, REPLAY_ENVELOPES_MAX).findIndex((record) => {
    bytes += record.wireBytes;
    return bytes > REPLAY_BYTES_MAX;
  });
  return records.slice(0, end === -1 ? REPLAY_ENVELOPES_MAX : end);
}
