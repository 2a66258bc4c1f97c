/**
 * What a page may read without a network: the questions of a scope are asked again when the server says that something
 * of its kinds has changed, and their answers are kept. Pages of a scope read what is kept, always; the network renews it.
 */
import type { GraphQLClient } from "@/graphql/client";
import type { Document } from "@/graphql/document";
import type { ScopeState, SnapshotStore } from "@/platform/snapshots";
import { PullDocument, type PullQuery } from "./pull.graphql";

/** Something changed that this person does not see: what they hold may have left them. Asked about this often at most. */
const HIDDEN_AGAIN_MS = 10 * 60_000;
/** So old at most is what nobody announces the changes of (papers, credit, prices, stock), while there is a network. */
const AGED_MS = 10 * 60_000;

/** Asks and gives the answer as it is kept; null when there was none. */
export type Asked = (
  client: GraphQLClient,
) => Promise<{ readonly key: string; readonly json: string } | null>;

export interface OfflineScope {
  readonly name: string;
  /**
   * Kinds of things whose change makes the answers old: "customer", "product", "delivery". None: the answers also tell
   * what changes unannounced, so they are read again when they are ten minutes old.
   */
  readonly kinds: readonly string[];
  readonly questions: readonly Asked[];
}

/** `fresh`: nothing had changed. `unreachable`: what is kept stays, as old as it says. */
export type Refreshed = "fresh" | "refreshed" | "unreachable";

export const question =
  <Data, Variables>(document: Document<Data, Variables>, variables: Variables): Asked =>
  async (client) => {
    const answer = await client.ask(document, variables);
    return answer.ok ? { key: answerKey(document, variables), json: JSON.stringify(answer.data) } : null;
  };

export async function refreshScope(
  scope: OfflineScope,
  client: GraphQLClient,
  snapshots: SnapshotStore,
  now: () => Date = () => new Date(),
): Promise<Refreshed> {
  const known = await snapshots.scope(scope.name);
  if (scope.kinds.length === 0) {
    if (known !== null && now().getTime() - Date.parse(known.pulledAt) < AGED_MS) return "fresh";
    return await readAgain(scope, client, snapshots, { cursor: "", pulledAt: now().toISOString() });
  }
  const pulled = await client.ask(PullDocument, { kinds: scope.kinds, cursor: known?.cursor ?? null });
  if (!pulled.ok) return "unreachable";
  const { cursor, changed } = pulled.data.pull;
  const state = { cursor, pulledAt: now().toISOString() };
  if (known !== null && !isOld(changed, now().getTime() - Date.parse(known.pulledAt))) {
    // After a hidden change the old cursor stays, so that it is seen to when it is time.
    if (!changed.some(({ hidden }) => hidden)) await snapshots.confirm(scope.name, state);
    return "fresh";
  }
  return await readAgain(scope, client, snapshots, state);
}

async function readAgain(
  scope: OfflineScope,
  client: GraphQLClient,
  snapshots: SnapshotStore,
  state: ScopeState,
): Promise<Refreshed> {
  const answers = [];
  for (const ask of scope.questions) {
    const answer = await ask(client);
    if (answer === null) return "unreachable";
    answers.push(answer);
  }
  await snapshots.replace(scope.name, answers, state);
  return "refreshed";
}

export interface Kept<Data> {
  readonly data: Data;
  readonly fetchedAt: string;
}

/** The kept answer to this question; null when the scope has not been on this phone yet. */
export async function keptAnswer<Data, Variables>(
  snapshots: SnapshotStore,
  document: Document<Data, Variables>,
  variables: Variables,
): Promise<Kept<Data> | null> {
  const kept = await snapshots.read(answerKey(document, variables));
  if (kept === null) return null;
  const answer: unknown = { data: JSON.parse(kept.json), fetchedAt: kept.fetchedAt };
  return isKeptAnswerOf(document, answer) ? answer : null;
}

function isOld(changed: PullQuery["pull"]["changed"], ageMs: number): boolean {
  return changed.some(({ all, ids, hidden }) => all || ids.length > 0 || (hidden && ageMs > HIDDEN_AGAIN_MS));
}

/** Under which a question's answer is kept. */
export function answerKey<Data, Variables>(
  document: Document<Data, Variables>,
  variables: Variables,
): string {
  return `${document.name} ${JSON.stringify(variables)}`;
}

/** The key holds the document's name, so what is kept under it answers this document. */
function isKeptAnswerOf<Data, Variables>(
  _document: Document<Data, Variables>,
  kept: unknown,
): kept is Kept<Data> {
  return kept !== null;
}
