/**
 * The one place where an order leaves the phone. A new one goes through the queue, with or without network: it is saved,
 * sealed and sent by itself, and its draft goes in the same transaction. With a network its answer is waited for a
 * moment, so that a person who can be told at once is. A change to a submitted order needs the network.
 */
import { isFinal, type Outcome } from "@offline/outcome";
import { watch } from "vue";
import type { GraphQLClient } from "@/graphql/client";
import { useGraphQL } from "@/graphql/useQuery";
import { newId } from "@/platform/ids";
import { useNetwork } from "@/platform/network";
import { useQueue, type PhoneQueue } from "@/sync/queue";
import { ChangeOrderDocument } from "./changeOrder.graphql";
import { draftKey } from "./localDrafts";
import type { OrderForm } from "./orderForm";
import { contentOf, type OrderContent } from "./orderInput";
import { submissionOf, type Submission } from "./submission";

/** Longer than a good server takes; after it the order is on its way, and the list says what becomes of it. */
const ANSWER_WITHIN_MS = 10_000;

export interface OrderDoor {
  /** Sends or keeps the order; `stored` resolves when the form as it is now is stored. */
  submit(orderId: string, form: OrderForm, stored: () => Promise<void>): Promise<Submission>;
  /** Hands an unfinished order to the server, so that it is not on this phone alone. */
  saveDraft(orderId: string, form: OrderForm, stored: () => Promise<void>): Promise<boolean>;
}

export function useOrderDoor(): OrderDoor {
  const { client } = useGraphQL();
  const network = useNetwork();
  const queue = useQueue();
  return {
    async submit(orderId, form, stored) {
      const content = contentOf(form);
      if (content === null) return { kind: "refused", refusal: { kind: "other", message: "" } };
      form.refusedBecause = null;
      if (form.changes !== null) form.commandId ??= newId();
      await stored();
      if (form.changes !== null) return changed(client, orderId, form, content, form.changes.version);
      const id = await queued(queue, orderId, content, form.supersedes);
      if (id === null) return { kind: "notSaved" };
      if (network.state.value !== "online") return { kind: "waiting" };
      const outcome = await outcomeOf(queue, id);
      if (outcome === null) return { kind: "waiting" };
      const { submissionOfOutcome } = await import("./queuedSubmission");
      const said = submissionOfOutcome(outcome, orderId);
      if (said?.kind === "refused") {
        form.supersedes = id;
        form.refusedBecause = said.refusal.message;
        await stored();
      }
      return said ?? { kind: "waiting" };
    },
    async saveDraft(orderId, form, stored) {
      const content = contentOf(form);
      if (content === null) return false;
      await stored();
      const saved = await queue.enqueue(
        "sales.saveDraft",
        entityOf(orderId),
        { orderId, content },
        {
          draftKey: draftKey(orderId),
        },
      );
      return saved.kind === "saved";
    },
  };
}

const entityOf = (id: string) => ({ kind: "order", id });

/** The id of the saved command; null when the phone could not save it. */
async function queued(
  queue: PhoneQueue,
  orderId: string,
  content: OrderContent,
  supersedes: string | null,
): Promise<string | null> {
  const input = { orderId, content };
  const options = { draftKey: draftKey(orderId) };
  const instead = supersedes === null ? options : { ...options, supersedes };
  const saved = await queue.enqueue("sales.submitOrder", entityOf(orderId), input, instead);
  // The refused one was decided about meanwhile, perhaps in another window: then this stands on its own.
  const again =
    saved.kind === "notAllowed" && supersedes !== null
      ? await queue.enqueue("sales.submitOrder", entityOf(orderId), input, options)
      : saved;
  return again.kind === "saved" ? again.id : null;
}

/** The last word about the command; null when there was none in time, or when nobody here can act on it. */
function outcomeOf(queue: PhoneQueue, id: string): Promise<Outcome | null> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => end(null), ANSWER_WITHIN_MS);
    const stop = watch(
      () => queue.state.value.records.find((record) => record.id === id)?.outcome ?? null,
      (outcome) => {
        if (isFinal(outcome)) end(outcome);
      },
    );
    function end(outcome: Outcome | null): void {
      clearTimeout(timer);
      stop();
      resolve(outcome);
    }
  });
}

/** A lost answer is asked for again under the id that is kept with the form, so the change acts once. */
async function changed(
  client: GraphQLClient,
  orderId: string,
  form: OrderForm,
  content: OrderContent,
  baseVersion: number,
): Promise<Submission> {
  const input = { orderId, content, baseVersion };
  const answer = await client.ask(ChangeOrderDocument, { commandId: form.commandId ?? newId(), input });
  if (!answer.ok) return { kind: "unanswered", failure: answer.failure };
  const outcome = submissionOf(answer.data.changeOrder);
  if (outcome.kind === "refused") form.commandId = null; // A corrected order is another command.
  return outcome;
}
