/**
 * Pages ask the network; where it does not answer, what is kept on the phone does. Each domain says here which of its
 * pages' questions it can answer from what it keeps.
 */
import type { GraphQLClient } from "@/graphql/client";
import type { Document } from "@/graphql/document";
import type { KeptAnswer } from "@/graphql/keptAnswers";
import type { SnapshotStore } from "@/platform/snapshots";
import { answerKey, type Asked } from "./offlineScopes";

/** What is kept, read and parsed once for as long as it stays as it is. */
export interface Shelf {
  read<Data, Variables>(
    document: Document<Data, Variables>,
    variables: Variables,
  ): Promise<KeptAnswer<Data> | null>;
}

export function shelfOf(snapshots: SnapshotStore): Shelf {
  const parsed = new Map<string, { readonly json: string; readonly data: unknown }>();
  return {
    async read(document, variables) {
      const key = answerKey(document, variables);
      const kept = await snapshots.read(key);
      if (kept === null) return null;
      const known = parsed.get(key);
      const data: unknown = known?.json === kept.json ? known.data : JSON.parse(kept.json);
      parsed.set(key, { json: kept.json, data });
      const answer = { data, at: kept.fetchedAt };
      return isAnswerTo(document, answer) ? answer : null;
    },
  };
}

/** One question that can be answered from the shelf. */
export interface Answering {
  readonly name: string;
  readonly from: (variables: unknown, shelf: Shelf) => Promise<KeptAnswer<unknown> | null>;
}

export function answering<Data, Variables>(
  document: Document<Data, Variables>,
  from: (variables: Variables, shelf: Shelf) => Promise<KeptAnswer<Data> | null>,
): Answering {
  return {
    name: document.name,
    from: async (variables, shelf) =>
      isVariablesOf(document, variables) ? await from(variables, shelf) : null,
  };
}

export async function answerFrom<Data, Variables>(
  known: readonly Answering[],
  shelf: Shelf,
  document: Document<Data, Variables>,
  variables: Variables,
): Promise<KeptAnswer<Data> | null> {
  const answer = await known.find(({ name }) => name === document.name)?.from(variables, shelf);
  return isAnswerTo(document, answer) ? answer : null;
}

/** What one moment's answers say together is as old as the oldest of them. */
export const oldest = (...times: readonly string[]): string =>
  times.reduce((one, other) => (one < other ? one : other));

export interface PageAfter {
  readonly after?: string | null | undefined;
}
export interface PageOf<Item> {
  readonly items: readonly Item[];
  readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean };
}
/** Under this question all pages are kept, as one answer. */
export const WHOLE: PageAfter = { after: null };

/** Asks page after page, at most so many; nothing is kept unless each was answered. */
export function allPages<Data, Item>(
  document: Document<Data, PageAfter>,
  pagesMax: number,
  pageIn: (data: Data) => PageOf<Item>,
  whole: (page: PageOf<Item>) => Data,
): Asked {
  return async (client: GraphQLClient) => {
    const items: Item[] = [];
    let after: string | null = null;
    for (let page = 0; page < pagesMax; page += 1) {
      const answer = await client.ask(document, { after });
      if (!answer.ok) return null;
      const found = pageIn(answer.data);
      items.push(...found.items);
      after = found.pageInfo.endCursor;
      if (!found.pageInfo.hasNextPage) break;
    }
    const pageInfo = { endCursor: null, hasNextPage: false };
    return { key: answerKey(document, WHOLE), json: JSON.stringify(whole({ items, pageInfo })) };
  };
}

// A question is known by its document's name: whoever asks it has the variables and the answer of that document.
const isVariablesOf = <Data, Variables>(
  _document: Document<Data, Variables>,
  _variables: unknown,
): _variables is Variables => true;
const isAnswerTo = <Data, Variables>(
  _document: Document<Data, Variables>,
  answer: KeptAnswer<unknown> | null | undefined,
): answer is KeptAnswer<Data> => answer !== null && answer !== undefined;
