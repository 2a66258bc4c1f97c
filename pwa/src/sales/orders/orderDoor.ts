/**
 * The one place where an order leaves the phone. Online the command is sent at once under an id that is kept with the
 * draft until an answer comes, so that sending it again acts once. Without network the draft waits, marked, and goes out
 * from `useWaitingOrders` when the server can be reached. The draft is removed only when the order is placed.
 */
import { inject, ref, watch, type Ref } from "vue";
import type { GraphQLClient } from "@/graphql/client";
import { useGraphQL } from "@/graphql/useQuery";
import { draftStoreKey, type DraftStore } from "@/platform/drafts";
import { newId } from "@/platform/ids";
import { useNetwork } from "@/platform/network";
import { ChangeOrderDocument } from "./changeOrder.graphql";
import { draftKey, localDrafts, type LocalDraft } from "./localDrafts";
import type { OrderForm } from "./orderForm";
import { contentOf } from "./orderInput";
import { submissionOf, type Submission } from "./submission";
import { SubmitOrderDocument } from "./submitOrder.graphql";

export interface OrderDoor {
  /** Sends or keeps the order; `form` is marked with what is under way, and must be stored before the answer comes. */
  submit(orderId: string, form: OrderForm, stored: () => Promise<void>): Promise<Submission>;
}

export function useOrderDoor(): OrderDoor {
  const { client } = useGraphQL();
  const network = useNetwork();
  return {
    async submit(orderId, form, stored) {
      form.commandId ??= newId();
      form.refusedBecause = null;
      const mayWait = form.changes === null;
      if (mayWait && network.state.value !== "online") {
        form.waiting = true;
        await stored();
        return { kind: "waiting" };
      }
      await stored();
      const outcome = await sent(client, orderId, form, form.commandId);
      if (outcome.kind === "refused") form.commandId = null; // A corrected order is another command.
      if (outcome.kind === "unanswered" && mayWait && outcome.failure.kind === "offline") {
        void network.probe();
        form.waiting = true;
        await stored();
        return { kind: "waiting" };
      }
      return outcome;
    },
  };
}

export interface WaitingOrders {
  readonly drafts: Readonly<Ref<readonly LocalDraft[]>>;
  readonly read: () => Promise<void>;
}

/** The orders that lie on this phone; those that wait for the network go out when it is there, one after the other. */
export function useWaitingOrders(placed: () => void): WaitingOrders {
  const store = inject(draftStoreKey);
  if (store === undefined) throw new Error("useWaitingOrders needs the draft store of a signed-in person");
  const { client } = useGraphQL();
  const network = useNetwork();
  const drafts = ref<readonly LocalDraft[]>([]);
  let sending = false;

  const read = async (): Promise<void> => {
    drafts.value = await localDrafts(store);
  };
  const sendAll = async (): Promise<void> => {
    if (sending) return;
    sending = true;
    await read();
    const waiting = drafts.value
      .filter(({ form }) => form.waiting)
      .sort((earlier, later) => earlier.savedAt.localeCompare(later.savedAt));
    for (const draft of waiting) {
      if (network.state.value !== "online" || !(await send(store, client, draft))) break;
      placed();
    }
    sending = false;
    await read();
  };
  watch(
    network.state,
    (now) => {
      void (now === "online" ? sendAll() : read());
    },
    { immediate: true },
  );
  return { drafts, read };
}

/** Whether there was an answer. A refusal stays with the draft, for its person to read. */
async function send(
  store: DraftStore,
  client: GraphQLClient,
  { orderId, form }: LocalDraft,
): Promise<boolean> {
  const commandId = form.commandId ?? newId();
  const outcome = await sent(client, orderId, form, commandId);
  if (outcome.kind === "placed") {
    await store.remove(draftKey(orderId));
    return true;
  }
  if (outcome.kind !== "refused") return false;
  const refused: OrderForm = {
    ...form,
    waiting: false,
    commandId: null,
    refusedBecause: outcome.refusal.message,
  };
  await store.write({
    key: draftKey(orderId),
    json: JSON.stringify(refused),
    savedAt: new Date().toISOString(),
  });
  return true;
}

async function sent(
  client: GraphQLClient,
  orderId: string,
  form: OrderForm,
  commandId: string,
): Promise<Submission> {
  const content = contentOf(form);
  if (content === null) return { kind: "refused", refusal: { kind: "other", message: "" } };
  if (form.changes !== null) {
    const input = { orderId, content, baseVersion: form.changes.version };
    const answer = await client.ask(ChangeOrderDocument, { commandId, input });
    return answer.ok
      ? submissionOf(answer.data.changeOrder)
      : { kind: "unanswered", failure: answer.failure };
  }
  const answer = await client.ask(SubmitOrderDocument, { commandId, input: { orderId, content } });
  return answer.ok ? submissionOf(answer.data.submitOrder) : { kind: "unanswered", failure: answer.failure };
}
