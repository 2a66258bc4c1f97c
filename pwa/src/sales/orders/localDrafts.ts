/** Orders that lie on this phone, in the person's own database. */
import { inject, ref, watch, type Ref } from "vue";
import { draftStoreKey, type DraftStore } from "@/platform/drafts";
import { useQueue } from "@/sync/queue";
import { acceptForm, type OrderForm } from "./orderForm";

const PREFIX = "order:";

export interface LocalDraft {
  readonly orderId: string;
  readonly savedAt: string;
  readonly form: OrderForm;
}

export const draftKey = (orderId: string): string => `${PREFIX}${orderId}`;

/** The drafts on this phone, read again whenever one may have become a command. */
export function useLocalDrafts(): Readonly<Ref<readonly LocalDraft[]>> {
  const store = inject(draftStoreKey);
  if (store === undefined) throw new Error("useLocalDrafts needs the draft store of a signed-in person");
  const { commands } = useQueue();
  const drafts = ref<readonly LocalDraft[]>([]);
  watch(
    () => commands.value.length,
    async () => {
      drafts.value = await localDrafts(store);
    },
    { immediate: true },
  );
  return drafts;
}

/** The latest first; drafts without a customer or goods, and those nobody understands any more, are left out. */
export async function localDrafts(store: DraftStore): Promise<readonly LocalDraft[]> {
  const found = await store.list(PREFIX);
  return found.flatMap(({ key, json, savedAt }) => {
    const form = acceptForm(parsed(json));
    if (form === null || form.customerId === null || form.lines.length === 0) return [];
    return [{ orderId: key.slice(PREFIX.length), savedAt, form }];
  });
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
