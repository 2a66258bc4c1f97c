/** A question and its answer on a page: loading | failed | ready, and how old the answer is. */
import {
  inject,
  onScopeDispose,
  shallowReactive,
  toValue,
  watch,
  type InjectionKey,
  type MaybeRefOrGetter,
} from "vue";
import type { Failure, GraphQLClient } from "./client";
import type { Document } from "./document";
import { saidNo, unreached, type KeptAnswer, type KeptAnswers } from "./keptAnswers";
import type { Live } from "./live";

const ANSWERS_MAX = 200;
const NUDGE_WAIT_MS = 250;
/** So long a poor network is waited for before the page shows what is kept. */
const KEPT_AFTER_MS = 2_500;

export type Query<Data> = (
  | { state: "loading" }
  | { state: "failed"; failure: Failure }
  | {
      state: "ready";
      data: Data;
      /** When this answer was given, if a newer one could not be had; null while it is the newest. */
      staleSince: string | null;
    }
) & {
  /** Asks again; what is shown stays until the answer is here. */
  readonly retry: () => Promise<void>;
};

/** Client, live channel and the last answers of the signed-in person: thrown away with the session. */
export interface GraphQLRoom {
  readonly client: GraphQLClient;
  readonly live: Live;
  readonly answers: Map<string, KeptAnswer<unknown>>;
  /** What the phone keeps for pages that work without network. */
  readonly kept?: KeptAnswers;
}

export const graphQLKey: InjectionKey<GraphQLRoom> = Symbol("graphql");

export function useGraphQL(): GraphQLRoom {
  const room = inject(graphQLKey);
  if (room === undefined) throw new Error("useQuery outside the app");
  return room;
}

export function useQuery<Data, Variables>(
  document: Document<Data, Variables>,
  variables: MaybeRefOrGetter<Variables>,
): Query<Data> {
  const { client, answers, kept } = useGraphQL();
  let running: AbortController | null = null;

  const ask = async (): Promise<void> => {
    running?.abort();
    const mine = new AbortController();
    running = mine;
    const asked = toValue(variables);
    const key = `${document.name} ${JSON.stringify(asked)}`;
    const earlier = answers.get(key);
    if (isAnswerOf(document, earlier)) show(query, { state: "ready", data: earlier.data, staleSince: null });
    else if (query.state !== "ready" || key !== shownKey) show(query, { state: "loading" });
    shownKey = key;

    const newestKept = async (): Promise<KeptAnswer<Data> | null> => {
      const onPhone = (await kept?.of(document, asked)) ?? null;
      const known = isAnswerOf(document, earlier) ? earlier : null;
      return onPhone !== null && onPhone.at > (known?.at ?? "") ? onPhone : known;
    };
    let answered = false;
    const slow = setTimeout(async () => {
      const meanwhile = query.state === "loading" ? await newestKept() : null;
      if (meanwhile === null || answered || mine.signal.aborted) return;
      show(query, { state: "ready", data: meanwhile.data, staleSince: meanwhile.at });
    }, KEPT_AFTER_MS);
    const answer = await client.ask(document, asked, mine.signal);
    answered = true;
    clearTimeout(slow);
    const instead = !answer.ok && unreached(answer.failure) ? await newestKept() : null;
    if (mine.signal.aborted) return;
    if (answer.ok) {
      remember(answers, key, { data: answer.data, at: answer.at });
      show(query, { state: "ready", data: answer.data, staleSince: null });
    } else if (instead !== null) {
      show(query, { state: "ready", data: instead.data, staleSince: instead.at });
    } else if (isAnswerOf(document, earlier) && !saidNo(answer.failure)) {
      show(query, { state: "ready", data: earlier.data, staleSince: earlier.at });
    } else {
      answers.delete(key);
      show(query, { state: "failed", failure: answer.failure });
    }
  };
  let shownKey = "";
  const query: Query<Data> = shallowReactive<Query<Data>>({ state: "loading", retry: ask });

  watch(() => JSON.stringify(toValue(variables)), ask, { immediate: true });
  onScopeDispose(() => running?.abort());
  return query;
}

/** Asks again when the server says that something changed; several nudges in a moment are one. */
export function useLive<Variables extends object>(
  document: Document<unknown, Variables>,
  variables: MaybeRefOrGetter<Variables>,
  nudged: () => void,
): void {
  const { live } = useGraphQL();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const nudge = (): void => {
    clearTimeout(timer);
    timer = setTimeout(nudged, NUDGE_WAIT_MS);
  };
  let stop: (() => void) | null = null;
  watch(
    () => JSON.stringify(toValue(variables)),
    () => {
      stop?.();
      stop = live.subscribe(document, toValue(variables), nudge);
    },
    { immediate: true },
  );
  onScopeDispose(() => {
    stop?.();
    clearTimeout(timer);
  });
}

type Shown<Data> =
  | { state: "loading" }
  | { state: "failed"; failure: Failure }
  | { state: "ready"; data: Data; staleSince: string | null };

function show<Data>(query: Query<Data>, shown: Shown<Data>): void {
  Object.assign(query, shown);
}

/** The key holds the document's name, so what is kept under it answers this document. */
function isAnswerOf<Data, Variables>(
  _document: Document<Data, Variables>,
  kept: KeptAnswer<unknown> | undefined,
): kept is KeptAnswer<Data> {
  return kept !== undefined;
}

function remember(answers: Map<string, KeptAnswer<unknown>>, key: string, kept: KeptAnswer<unknown>): void {
  answers.delete(key);
  answers.set(key, kept);
  if (answers.size <= ANSWERS_MAX) return;
  const oldest = answers.keys().next().value;
  if (oldest !== undefined) answers.delete(oldest);
}
