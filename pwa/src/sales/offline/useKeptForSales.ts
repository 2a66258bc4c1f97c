/** What this phone keeps of sales, for the pages that show it or bring it up to date. Most pages never load it. */
import { onMounted, ref, shallowRef, type Ref, type ShallowRef } from "vue";
import { useGraphQL } from "@/graphql/useQuery";
import { useSession } from "@/platform/session";
import type { KeptForSales, KeptSummary } from "./keptForSales";

export interface KeptHere {
  readonly summary: Readonly<ShallowRef<KeptSummary | null>>;
  readonly renewing: Readonly<Ref<boolean>>;
  /** The last time somebody asked, not all of it could be read. */
  readonly failed: Readonly<Ref<boolean>>;
  renew(): Promise<void>;
}

/** Brings it up to date when the page opens. */
export function useRenewed(): void {
  const { client } = useGraphQL();
  const kept = useKept();
  onMounted(async () => {
    if (navigator.onLine) await kept((here) => here.renew(client));
  });
}

export function useKeptHere(): KeptHere {
  const { client } = useGraphQL();
  const kept = useKept();
  const summary = shallowRef<KeptSummary | null>(null);
  const renewing = ref(false);
  const failed = ref(false);
  const look = async (): Promise<void> => {
    summary.value = await kept((here) => here.summary());
  };
  onMounted(look);
  return {
    summary,
    renewing,
    failed,
    async renew() {
      renewing.value = true;
      failed.value = (await kept((here) => here.renew(client, "byPerson"))) !== true;
      renewing.value = false;
      await look();
    },
  };
}

/** null without a person, and on a phone without storage. */
function useKept() {
  const { person } = useSession();
  return async <T>(work: (kept: KeptForSales) => Promise<T>): Promise<T | null> => {
    const userId = person.value?.userId;
    if (userId === undefined) return null;
    try {
      const { keptForSales } = await import("./keptForSales");
      return await work(keptForSales(userId));
    } catch {
      return null;
    }
  };
}
