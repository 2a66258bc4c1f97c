/**
 * IndexedDB as it really is on phones: WebKit kills the connection of a page in the background, and an old tab blocks
 * an upgrade. A dead handle is dropped and opened once more; an old tab lets go when a newer one asks.
 */
import { openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction, type StoreNames } from "idb";

export interface DatabasePlan<Schema extends DBSchema> {
  readonly name: string;
  readonly version: number;
  /** Additive changes only: a queued command must survive every upgrade. */
  upgrade(
    database: IDBPDatabase<Schema>,
    oldVersion: number,
    transaction: IDBPTransaction<Schema, StoreNames<Schema>[], "versionchange">,
  ): void;
  /** Another tab with the old version is open and does not let go: ask the person to close it. */
  onBlocked?(): void;
  /** This tab let go because a newer version waits: it should be reloaded. */
  onOutdated?(): void;
}

export interface Database<Schema extends DBSchema> {
  /**
   * Runs `work` on an open handle. A lost connection is reopened and the work done once more, so work must be
   * repeatable: put by key, never add without one.
   */
  use<T>(work: (database: IDBPDatabase<Schema>) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export function openDatabase<Schema extends DBSchema>(plan: DatabasePlan<Schema>): Database<Schema> {
  let handle: Promise<IDBPDatabase<Schema>> | null = null;

  const drop = (): void => {
    handle = null;
  };
  const opened = (): Promise<IDBPDatabase<Schema>> => {
    handle ??= openDB<Schema>(plan.name, plan.version, {
      upgrade: (database, oldVersion, _newVersion, transaction) =>
        plan.upgrade(database, oldVersion, transaction),
      blocked: () => plan.onBlocked?.(),
      blocking: () => {
        const dying = handle;
        drop();
        void dying?.then((database) => database.close());
        plan.onOutdated?.();
      },
      terminated: drop,
    }).catch((reason: unknown) => {
      drop();
      throw reason;
    });
    return handle;
  };

  return {
    async use(work) {
      try {
        return await work(await opened());
      } catch (reason) {
        if (!isLostConnection(reason)) throw reason;
        drop();
        return await work(await opened());
      }
    },
    async close() {
      const closing = handle;
      drop();
      (await closing)?.close();
    },
  };
}

/** InvalidStateError: the handle is closing. UnknownError: WebKit's "connection to the database server lost". */
function isLostConnection(reason: unknown): boolean {
  return reason instanceof Error && (reason.name === "InvalidStateError" || reason.name === "UnknownError");
}
