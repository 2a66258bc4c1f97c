/** The remarks on an order: live, page by page, with what this phone has not sent yet laid over them. */
import { computed, watch, type ComputedRef, type Ref } from "vue";
import { usePages } from "@/graphql/usePages";
import { useLive } from "@/graphql/useQuery";
import { useNetwork } from "@/platform/network";
import { useSession } from "@/platform/session";
import { useQueue } from "@/sync/queue";
import { OrderChangesDocument } from "../orders/orderChanges.graphql";
import { OrderRemarksDocument } from "./orderRemarks.graphql";
import { ADD_REMARK, remarksShown, type Remark } from "./remarks";

const STEP = 20;

export interface Remarks {
  readonly shown: ComputedRef<readonly Remark[]>;
  /** The server's could not be read: only what this phone wrote is shown. */
  readonly unread: ComputedRef<boolean>;
  readonly hasMore: ComputedRef<boolean>;
  readonly loadingMore: Readonly<Ref<boolean>>;
  more(): Promise<void>;
}

export function useRemarks(orderId: () => string): Remarks {
  const { commands } = useQueue();
  const { person } = useSession();
  const network = useNetwork();
  const { first, items, hasMore, loadingMore, more } = usePages(
    OrderRemarksDocument,
    () => ({ orderId: orderId(), first: STEP, after: null }),
    ({ orderRemarks }) => orderRemarks,
  );
  const sent = computed(
    () => commands.value.filter(({ name, standing }) => name === ADD_REMARK && standing === "done").length,
  );
  const again = (): void => void first.retry();
  watch(sent, again);
  watch(network.state, (now) => {
    if (now === "online") again();
  });
  useLive(OrderChangesDocument, { kinds: ["orderRemark"] }, again);
  return {
    shown: computed(() =>
      remarksShown(items.value, commands.value, orderId(), {
        name: person.value?.name ?? "",
        kind: person.value?.kind ?? "staff",
      }),
    ),
    unread: computed(() => first.state === "failed"),
    hasMore,
    loadingMore,
    more,
  };
}
