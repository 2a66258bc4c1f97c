/**
 * Answers kept on the phone, for pages that work without a network: results of the app's own documents, by scope (a
 * driver's trips, a salesperson's customers). A scope is replaced as a whole, so one page never shows two moments.
 */
import type { PersonalDatabase } from "./personalDatabase";

export interface KeptAnswer {
  readonly key: string;
  readonly json: string;
}

export interface ScopeState {
  readonly cursor: string;
  /** When the server last said that this is how it stands. */
  readonly pulledAt: string;
}

export interface SnapshotStore {
  read(key: string): Promise<{ readonly json: string; readonly fetchedAt: string } | null>;
  scope(name: string): Promise<ScopeState | null>;
  /** One transaction: the scope's answers are these and no others, as of `state`. */
  replace(scope: string, answers: readonly KeptAnswer[], state: ScopeState): Promise<void>;
  /** Nothing has changed since: the answers stay, as of `state`. */
  confirm(scope: string, state: ScopeState): Promise<void>;
}

export function snapshotStore(database: PersonalDatabase): SnapshotStore {
  return {
    read: (key) => database.use(async (db) => (await db.get("snapshots", key)) ?? null),
    scope: (name) => database.use(async (db) => (await db.get("scopes", name)) ?? null),
    replace: (scope, answers, state) =>
      database.use(async (db) => {
        const transaction = db.transaction(["snapshots", "scopes"], "readwrite");
        const snapshots = transaction.objectStore("snapshots");
        const old = await snapshots.index("scope").getAllKeys(scope);
        await Promise.all([
          ...old.map((key) => snapshots.delete(key)),
          ...answers.map((answer) => snapshots.put({ ...answer, scope, fetchedAt: state.pulledAt })),
          transaction.objectStore("scopes").put({ scope, ...state }),
          transaction.done,
        ]);
      }),
    confirm: (scope, state) =>
      database.use(async (db) => {
        const transaction = db.transaction(["snapshots", "scopes"], "readwrite");
        const snapshots = transaction.objectStore("snapshots");
        const kept = await snapshots.index("scope").getAll(scope);
        await Promise.all([
          ...kept.map((one) => snapshots.put({ ...one, fetchedAt: state.pulledAt })),
          transaction.objectStore("scopes").put({ scope, ...state }),
          transaction.done,
        ]);
      }),
  };
}
