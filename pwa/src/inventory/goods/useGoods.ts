/** The lots and packs that this phone keeps for scanning without network: read when a page opens, renewed behind it. */
import { computed, shallowRef, type ComputedRef, type ShallowRef } from "vue";
import type { GraphQLClient } from "@/graphql/client";
import { useGraphQL } from "@/graphql/useQuery";
import { personalDatabase } from "@/platform/personalDatabase";
import { useRight, useSession } from "@/platform/session";
import { snapshotStore, type SnapshotStore } from "@/platform/snapshots";
import { answerKey, keptAnswer, refreshScope, type OfflineScope } from "@/sync/offlineScopes";
import { goodsFinder, type FindGoods, type Goods, type KeptLot } from "./goods";
import { GoodsToKeepDocument, type GoodsToKeepQuery } from "./goodsToKeep.graphql";

/** 100 lots each: a phone keeps at most 5,000. */
const PAGES_MAX = 50;
const RENEWED_MS = 60_000;

const renewedAt = new Map<string, number>();

export interface KeptGoods {
  /** null until they are here, or for people who may not see stock. */
  readonly find: ComputedRef<FindGoods | null>;
  readonly goods: Readonly<ShallowRef<Goods | null>>;
}

export function useGoods(): KeptGoods {
  const { person } = useSession();
  const { client } = useGraphQL();
  const maySee = useRight("inventory.read");
  const goods = shallowRef<Goods | null>(null);
  const find = computed(() => (goods.value === null ? null : goodsFinder(goods.value)));
  const userId = person.value?.userId;
  if (userId !== undefined && maySee()) void bring(userId, client, goods);
  return { find, goods };
}

/** What is kept is shown at once; what the server says since then follows. No storage on this phone: nothing is kept. */
async function bring(userId: string, client: GraphQLClient, goods: ShallowRef<Goods | null>): Promise<void> {
  const store = snapshotStore(personalDatabase(userId));
  const scope = goodsScope(client);
  try {
    goods.value = await kept(store);
    if (Date.now() - (renewedAt.get(userId) ?? 0) < RENEWED_MS) return;
    if ((await refreshScope(scope, client, store)) === "unreachable") return;
    renewedAt.set(userId, Date.now());
    goods.value = await kept(store);
  } catch {
    // Scanning goes on with what the network says.
  }
}

async function kept(store: SnapshotStore): Promise<Goods | null> {
  const answer = await keptAnswer(store, GoodsToKeepDocument, WHOLE);
  return answer === null ? null : { asOf: answer.fetchedAt, lots: answer.data.lots.items };
}

/** All pages are kept as one answer, under the question for the first. */
const WHOLE = { after: null };

function goodsScope(client: GraphQLClient): OfflineScope {
  const all = async (): Promise<{ key: string; json: string } | null> => {
    const lots: KeptLot[] = [];
    let after: string | null = null;
    for (let page = 0; page < PAGES_MAX; page += 1) {
      const found: GoodsToKeepQuery["lots"] | null = await pageAfter(client, after);
      if (found === null) return null;
      lots.push(...found.items);
      if (!found.pageInfo.hasNextPage) break;
      after = found.pageInfo.endCursor;
    }
    const whole: GoodsToKeepQuery = {
      lots: { items: lots, pageInfo: { endCursor: null, hasNextPage: false } },
    };
    return { key: answerKey(GoodsToKeepDocument, WHOLE), json: JSON.stringify(whole) };
  };
  return { name: "goods", kinds: ["lot", "product"], questions: [all] };
}

async function pageAfter(
  client: GraphQLClient,
  after: string | null,
): Promise<GoodsToKeepQuery["lots"] | null> {
  const answer = await client.ask(GoodsToKeepDocument, { after });
  return answer.ok ? answer.data.lots : null;
}
