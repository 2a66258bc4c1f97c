/** Answers that this phone keeps for questions which the network does not answer. */
import type { Answer, Failure, GraphQLClient } from "./client";
import type { Document } from "./document";

export interface KeptAnswer<Data> {
  readonly data: Data;
  /** When the server last said that this is how it stands. */
  readonly at: string;
}

export interface KeptAnswers {
  /** null when nothing that answers this is kept for the signed-in person. */
  of<Data, Variables>(
    document: Document<Data, Variables>,
    variables: Variables,
  ): Promise<KeptAnswer<Data> | null>;
}

/** What the server said no to is not answered from the phone. */
export const unreached = ({ kind }: Failure): boolean =>
  kind === "offline" || kind === "captive" || kind === "busy" || kind === "broken";

/** The same question would get the same no; and nobody goes on reading what is gone, or no longer theirs. */
export const saidNo = ({ kind }: Pick<Failure, "kind">): boolean => kind === "missing" || kind === "refused";

/** Once, without a page that follows it: from the network, else from what is kept. */
export async function askOrKept<Data, Variables>(
  { client, kept }: { readonly client: GraphQLClient; readonly kept?: KeptAnswers },
  document: Document<Data, Variables>,
  variables: Variables,
): Promise<Answer<Data>> {
  const answer = await client.ask(document, variables);
  if (answer.ok || !unreached(answer.failure)) return answer;
  const found = (await kept?.of(document, variables)) ?? null;
  return found === null ? answer : { ok: true, ...found };
}
