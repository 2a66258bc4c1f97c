/**
 * A question whose last answer stays on this phone: a picker's task and a driver's stops are read without network.
 * The network refreshes what is kept; without it the kept answer is shown with its age.
 */
import { computed, shallowRef, toValue, watch, type ComputedRef, type MaybeRefOrGetter } from "vue";
import type { GraphQLClient } from "@/graphql/client";
import type { Document } from "@/graphql/document";
import { unreached } from "@/graphql/keptAnswers";
import { useQuery, type Query } from "@/graphql/useQuery";
import { personalDatabase, type PersonalDatabase } from "@/platform/personalDatabase";
import { useSession } from "@/platform/session";

const SCOPE = "floor";
const KEPT_MAX = 300;
const FORGOTTEN_AT_ONCE = 50;

const opened = new Map<string, PersonalDatabase>();

interface Kept<Data> {
  readonly data: Data;
  readonly at: string;
}

export function useOnPhone<Data, Variables>(
  document: Document<Data, Variables>,
  variables: MaybeRefOrGetter<Variables>,
): ComputedRef<Query<Data>> {
  const { person } = useSession();
  const userId = person.value?.userId ?? "nobody";
  const asked = useQuery(document, variables);
  const kept = shallowRef<Kept<Data> | null>(null);
  const key = computed(() => keyOf(document, toValue(variables)));

  watch(
    key,
    async (wanted) => {
      kept.value = null;
      const found = await readKept(document, userId, wanted);
      if (key.value === wanted) kept.value = found;
    },
    { immediate: true },
  );
  watch(
    () => (asked.state === "ready" && asked.staleSince === null ? asked.data : null),
    (data) => {
      if (data === null) return;
      const answer = { data, at: new Date().toISOString() };
      kept.value = answer;
      void keepAnswer(userId, key.value, answer);
    },
    { immediate: true },
  );

  return computed((): Query<Data> => {
    if (asked.state === "ready" || kept.value === null) return asked;
    if (asked.state === "failed" && !unreached(asked.failure)) return asked;
    const { data, at } = kept.value;
    // While the network is still asked, what is kept may be worked with at once.
    return { state: "ready", data, staleSince: asked.state === "failed" ? at : null, retry: asked.retry };
  });
}

/** Puts an answer on the phone before anybody opens its page: a driver loads the whole trip while there is network. */
export async function fetchAhead<Data, Variables>(
  client: GraphQLClient,
  userId: string,
  document: Document<Data, Variables>,
  variables: Variables,
): Promise<boolean> {
  const answer = await client.ask(document, variables);
  if (!answer.ok) return false;
  await keepAnswer(userId, keyOf(document, variables), answer);
  return true;
}

function keyOf<Data, Variables>(document: Document<Data, Variables>, variables: Variables): string {
  return `${document.name} ${JSON.stringify(variables)}`;
}

async function readKept<Data, Variables>(
  document: Document<Data, Variables>,
  userId: string,
  key: string,
): Promise<Kept<Data> | null> {
  try {
    const row = await databaseOf(userId).use((database) => database.get("snapshots", key));
    if (row === undefined) return null;
    const data: unknown = JSON.parse(row.json);
    return isKeptAnswerOf(document, data) ? { data, at: row.fetchedAt } : null;
  } catch {
    return null; // Storage is off or damaged: the network is asked all the same.
  }
}

/** The key holds the document's name, and this app wrote the row from an answer that it had taken. */
function isKeptAnswerOf<Data, Variables>(_document: Document<Data, Variables>, data: unknown): data is Data {
  return typeof data === "object" && data !== null;
}

async function keepAnswer<Data>(userId: string, key: string, { data, at }: Kept<Data>): Promise<void> {
  try {
    await databaseOf(userId).use(async (database) => {
      await database.put("snapshots", { key, scope: SCOPE, json: JSON.stringify(data), fetchedAt: at });
      if ((await database.countFromIndex("snapshots", "scope", SCOPE)) <= KEPT_MAX) return;
      const all = await database.getAllFromIndex("snapshots", "scope", SCOPE);
      const oldest = all.sort((one, other) => (one.fetchedAt < other.fetchedAt ? -1 : 1));
      for (const old of oldest.slice(0, FORGOTTEN_AT_ONCE)) await database.delete("snapshots", old.key);
    });
  } catch {
    // No room on the phone: the page works from memory, and says so when it is opened without network.
  }
}

function databaseOf(userId: string): PersonalDatabase {
  const known = opened.get(userId);
  if (known !== undefined) return known;
  const made = personalDatabase(userId);
  opened.set(userId, made);
  return made;
}
