/** The lots and packs that this phone keeps for scanning without network: read when a page opens, renewed behind it. */
import { computed, shallowRef, type ComputedRef, type ShallowRef } from "vue";
import type { GraphQLClient } from "@/graphql/client";
import { useGraphQL } from "@/graphql/useQuery";
import { personalDatabase } from "@/platform/personalDatabase";
import { useRight, useSession } from "@/platform/session";
import { snapshotStore, type SnapshotStore } from "@/platform/snapshots";
import { allPages, WHOLE } from "@/sync/keptAnswers";
import { keptAnswer, refreshScope, type OfflineScope } from "@/sync/offlineScopes";
import { goodsFinder, type FindGoods, type Goods } from "./goods";
import { GoodsToKeepDocument } from "./goodsToKeep.graphql";

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
  try {
    goods.value = await kept(store);
    if (Date.now() - (renewedAt.get(userId) ?? 0) < RENEWED_MS) return;
    if ((await refreshScope(GOODS, client, store)) === "unreachable") return;
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

const GOODS: OfflineScope = {
  name: "goods",
  kinds: ["lot", "product"],
  questions: [
    allPages(
      GoodsToKeepDocument,
      PAGES_MAX,
      ({ lots }) => lots,
      (lots) => ({ lots }),
    ),
  ],
};
