/**
 * The queue's store (offline/queueStore.ts) on IndexedDB. Each method is one transaction; what it returns is true when
 * the transaction is complete, not before. Whatever aborts it (no room, a lost connection) has changed nothing.
 */
import {
  changedState,
  EMPTY_META,
  isSameHead,
  type Addition,
  type NewRecord,
  type QueueChange,
  type QueueState,
  type QueueStore,
} from "@offline/queueStore";
import type { IDBPTransaction } from "idb";
import { DRAFTS, ONLY, type PersonalDatabase, type PersonalSchema } from "./personalDatabase";

const QUEUE = ["records", "envelopes", "attachments", "meta"] as const;
const WITH_DRAFTS = [...QUEUE, DRAFTS] as const;
/** On the disk before anybody is told "saved": a phone may lose its power in a cold room. */
const STRICT = { durability: "strict" } as const;

type Writing = IDBPTransaction<PersonalSchema, typeof QUEUE | typeof WITH_DRAFTS, "readwrite">;

export interface PhoneQueueStore extends QueueStore {
  /** Null when it is gone, with the command it belonged to. */
  bytes(attachmentId: string): Promise<ArrayBuffer | null>;
}

export function queueStore(database: PersonalDatabase): PhoneQueueStore {
  return {
    read: () =>
      database.use(async (db) => {
        const transaction = db.transaction(["records", "meta"]);
        const [records, meta] = await Promise.all([
          transaction.objectStore("records").index("sequence").getAll(),
          transaction.objectStore("meta").get(ONLY),
        ]);
        return { records, meta: meta ?? EMPTY_META };
      }),

    add: (addition) =>
      database.use(async (db) => {
        const transaction = db.transaction(WITH_DRAFTS, "readwrite", STRICT);
        return await completed(transaction, async () => {
          const state = await stored(transaction);
          // The transaction of an earlier try was completed although its connection was lost before it could say so.
          if (isStored(state, addition)) return "added";
          if (!isSameHead(state.meta.head, addition.after)) return "headMoved";
          const { meta } = await apply(transaction, state, addition.also(state));
          for (const entry of addition.entries) addEntry(transaction, entry);
          const last = addition.entries.at(-1)?.record;
          const head = last === undefined ? meta.head : { sequence: last.sequence, digest: last.digest };
          written(transaction.objectStore("meta").put({ ...meta, head }, ONLY));
          if (addition.draft !== null) written(transaction.objectStore(DRAFTS).delete(addition.draft));
          return "added";
        });
      }),

    change: (decide) =>
      database.use(async (db) => {
        const transaction = db.transaction(QUEUE, "readwrite", STRICT);
        return await completed(transaction, async () => {
          const state = await stored(transaction);
          const after = await apply(transaction, state, decide(state));
          written(transaction.objectStore("meta").put(after.meta, ONLY));
          return after;
        });
      }),

    sealed: (ids) =>
      database.use(async (db) => {
        const envelopes = db.transaction("envelopes").store;
        const found = await Promise.all(ids.map((id) => envelopes.get(id)));
        return found.flatMap((one) =>
          one === undefined ? [] : { envelope: one.envelope, deviceSignature: one.deviceSignature },
        );
      }),

    bytes: (attachmentId) =>
      database.use(async (db) => (await db.get("attachments", attachmentId))?.bytes ?? null),
  };
}

/** Waits for the disk; whatever goes wrong on the way takes the whole transaction back. */
async function completed<T>(transaction: Writing, work: () => Promise<T>): Promise<T> {
  try {
    const result = await work();
    await transaction.done;
    return result;
  } catch (reason) {
    transaction.done.catch(() => undefined);
    try {
      transaction.abort();
    } catch {
      // It has aborted itself.
    }
    throw reason;
  }
}

async function stored(transaction: Writing): Promise<QueueState> {
  const records = await transaction.objectStore("records").index("sequence").getAll();
  const meta = await transaction.objectStore("meta").get(ONLY);
  return { records, meta: meta ?? EMPTY_META };
}

/** Writes the change but for the meta row, and returns the state as it will be. */
async function apply(transaction: Writing, state: QueueState, change: QueueChange): Promise<QueueState> {
  const known = new Set(state.records.map(({ id }) => id));
  for (const record of change.put) {
    if (known.has(record.id)) written(transaction.objectStore("records").put(record));
  }
  for (const id of change.forget) {
    written(transaction.objectStore("records").delete(id));
    written(transaction.objectStore("envelopes").delete(id));
    for (const key of await transaction.objectStore("attachments").index("command").getAllKeys(id)) {
      written(transaction.objectStore("attachments").delete(key));
    }
  }
  return changedState(state, change);
}

function addEntry(transaction: Writing, { record, signed, bytes }: NewRecord): void {
  // `add`, not `put`: an id that is there already aborts everything, and nothing is written over.
  written(transaction.objectStore("records").add(record));
  written(transaction.objectStore("envelopes").add({ id: record.id, ...signed }));
  for (const [id, content] of bytes) {
    written(transaction.objectStore("attachments").add({ id, command: record.id, bytes: content }));
  }
}

function isStored({ records }: QueueState, { entries }: Addition): boolean {
  const digests = new Set(records.map(({ digest }) => digest));
  return entries.length > 0 && entries.every(({ record }) => digests.has(record.digest));
}

/** A write whose failure the transaction tells: it aborts as a whole. */
function written(request: Promise<unknown>): void {
  request.catch(() => undefined);
}
