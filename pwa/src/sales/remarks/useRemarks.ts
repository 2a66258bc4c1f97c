/** The remarks on an order: live, page by page, with what this phone has not sent yet laid over them. */
import { computed, watch, type ComputedRef, type Ref } from "vue";
import { usePages } from "@/graphql/usePages";
import { useLive } from "@/graphql/useQuery";
import { useNetwork } from "@/platform/network";
import { useSession } from "@/platform/session";
import { useQueue } from "@/sync/queue";
import { OrderChangesDocument } from "../orders/orderChanges.graphql";
import { OrderRemarksDocument } from "./orderRemarks.graphql";
import { ADD_REMARK, remarksAsked, remarksShown, type Remark, type Writer } from "./remarks";

export interface Remarks {
  readonly shown: ComputedRef<readonly Remark[]>;
  /** The server's could not be read: only what this phone wrote is shown. */
  readonly unread: ComputedRef<boolean>;
  /** How old they are where the network does not answer. */
  readonly staleSince: ComputedRef<string | null>;
  readonly hasMore: ComputedRef<boolean>;
  readonly loadingMore: Readonly<Ref<boolean>>;
  more(): Promise<void>;
}

export function useRemarks(orderId: () => string): Remarks {
  const { commands } = useQueue();
  const writer = useWriter();
  const { first, items, hasMore, loadingMore, more } = usePages(
    OrderRemarksDocument,
    () => remarksAsked(orderId()),
    ({ orderRemarks }) => orderRemarks,
  );
  whenRemarked(() => void first.retry());
  return {
    shown: computed(() => remarksShown(items.value, commands.value, orderId(), writer())),
    unread: computed(() => first.state === "failed"),
    staleSince: computed(() => (first.state === "ready" ? first.staleSince : null)),
    hasMore,
    loadingMore,
    more,
  };
}

/** Whoever writes on this phone. */
export function useWriter(): () => Writer {
  const { person } = useSession();
  return () => ({ name: person.value?.name ?? "", kind: person.value?.kind ?? "staff" });
}

/** Somebody wrote a remark, this phone's was sent, or the network is back. */
export function whenRemarked(again: () => void): void {
  const { commands } = useQueue();
  const network = useNetwork();
  const sent = computed(
    () => commands.value.filter(({ name, standing }) => name === ADD_REMARK && standing === "done").length,
  );
  watch(sent, again);
  watch(network.state, (now) => {
    if (now === "online") again();
  });
  useLive(OrderChangesDocument, { kinds: ["orderRemark"] }, again);
}
