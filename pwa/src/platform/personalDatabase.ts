/**
 * What one person keeps on this phone: drafts, the queue with its attachments, the device's key, snapshots for work
 * without a network. A database for each person: a colleague on the same phone never sees or sends it. No reset, update
 * or cache path deletes it.
 */
import type { QueueMeta, QueueRecord } from "@offline/queueStore";
import type { SignedEnvelope } from "@offline/signature";
import type { DBSchema } from "idb";
import { openDatabase, type Database } from "./database";

export const DRAFTS = "drafts";

export interface Draft {
  readonly key: string;
  readonly json: string;
  readonly savedAt: string;
}
export interface KeptEnvelope extends SignedEnvelope {
  readonly id: string;
}
export interface KeptAttachment {
  readonly id: string;
  readonly command: string;
  readonly bytes: ArrayBuffer;
}
/** The key pair cannot be read out of the browser; `enrolled` once the server knows its public half. */
export interface KeptDevice {
  readonly id: string;
  readonly keys: CryptoKeyPair;
  readonly enrolled: boolean;
}
/** The last answer to a registered question, for pages that work without a network. */
export interface Snapshot {
  readonly key: string;
  readonly scope: string;
  readonly json: string;
  readonly fetchedAt: string;
}
export interface PulledScope {
  readonly scope: string;
  readonly cursor: string;
  readonly pulledAt: string;
}

export interface PersonalSchema extends DBSchema {
  [DRAFTS]: { key: string; value: Draft };
  envelopes: { key: string; value: KeptEnvelope };
  records: { key: string; value: QueueRecord; indexes: { sequence: number } };
  attachments: { key: string; value: KeptAttachment; indexes: { command: string } };
  meta: { key: string; value: QueueMeta };
  device: { key: string; value: KeptDevice };
  snapshots: { key: string; value: Snapshot; indexes: { scope: string } };
  scopes: { key: string; value: PulledScope };
}

export type PersonalDatabase = Database<PersonalSchema>;

/** The one row of stores that hold one thing. */
export const ONLY = "only";

export function personalDatabase(userId: string): PersonalDatabase {
  return openDatabase<PersonalSchema>({
    name: `lotline-${userId}`,
    version: 1,
    upgrade: (database, oldVersion) => {
      if (oldVersion >= 1) return;
      database.createObjectStore(DRAFTS, { keyPath: "key" });
      database.createObjectStore("envelopes", { keyPath: "id" });
      database.createObjectStore("records", { keyPath: "id" }).createIndex("sequence", "sequence");
      database.createObjectStore("attachments", { keyPath: "id" }).createIndex("command", "command");
      database.createObjectStore("meta");
      database.createObjectStore("device");
      database.createObjectStore("snapshots", { keyPath: "key" }).createIndex("scope", "scope");
      database.createObjectStore("scopes", { keyPath: "scope" });
    },
  });
}
