/** A QueueStore in memory, for tests: what was stored stays when whoever was working with it is gone. */

import {
  changedState,
  EMPTY_META,
  isSameHead,
  type Addition,
  type QueueChange,
  type QueueState,
  type QueueStore,
} from "./queueStore";
import type { SignedEnvelope } from "./signature";

export type MemoryStore = QueueStore & {
  /** For looking: everything that would be on the phone's disk. */
  readonly disk: () => {
    readonly envelopes: ReadonlyMap<string, SignedEnvelope>;
    readonly attachments: ReadonlyMap<string, ArrayBuffer>;
    readonly drafts: ReadonlySet<string>;
  };
};

export function memoryStore(drafts: readonly string[] = []): MemoryStore {
  let state: QueueState = { meta: EMPTY_META, records: [] };
  const envelopes = new Map<string, SignedEnvelope>();
  const attachments = new Map<string, ArrayBuffer>();
  const openDrafts = new Set(drafts);

  function apply(change: QueueChange): void {
    const gone = new Set(change.forget);
    for (const record of state.records.filter(({ id }) => gone.has(id))) {
      envelopes.delete(record.id);
      for (const { id } of record.attachments) attachments.delete(id);
    }
    state = changedState(state, change);
  }

  function add({ after, entries, also, draft }: Addition): "added" | "headMoved" {
    if (!isSameHead(state.meta.head, after)) return "headMoved";
    apply(also(state));
    for (const { record, signed, bytes } of entries) {
      envelopes.set(record.id, signed);
      for (const [id, content] of bytes) attachments.set(id, content);
      const { sequence, digest } = record;
      state = {
        meta: { ...state.meta, head: { sequence, digest } },
        records: [...state.records, record],
      };
    }
    if (draft !== null) openDrafts.delete(draft);
    return "added";
  }

  return {
    read: () => Promise.resolve(state),
    add: (addition) => Promise.resolve(add(addition)),
    change: (decide) => {
      apply(decide(state));
      return Promise.resolve(state);
    },
    sealed: (ids) => Promise.resolve(ids.flatMap((id) => envelopes.get(id) ?? [])),
    disk: () => ({ envelopes, attachments, drafts: openDrafts }),
  };
}
