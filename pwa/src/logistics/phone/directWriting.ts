/**
 * Writes are stored on this phone first, then sent one after the other by their named mutations, each under the id it
 * was made with: a lost answer is asked for again and doubles nothing. Photos follow their command, in parts.
 */
import { computed, shallowRef, watch, type Ref } from "vue";
import type { Credentials, GraphQLClient } from "@/graphql/client";
import type { Document } from "@/graphql/document";
import { newId } from "@/platform/ids";
import { withLock } from "@/platform/locks";
import { ConfirmDeliveryDocument } from "../deliveries/confirmDelivery.graphql";
import { CloseLineDocument } from "../picking/closeLine.graphql";
import { ConfirmPickDocument } from "../picking/confirmPick.graphql";
import { FinishPickDocument } from "../picking/finishPick.graphql";
import { UndoPickDocument } from "../picking/undoPick.graphql";
import { floorDatabase } from "./floorDatabase";
import { uploaded } from "./uploading";
import type { StoredWrite, WriteName, Writing } from "./writing";

const SEND_LOCK = "floor-writes";
const AGAIN_MS = 20_000;
const KEPT_MS = 3 * 24 * 3_600_000;

type Said =
  | { readonly kind: "done" }
  | { readonly kind: "refused"; readonly refusal: string; readonly message: string }
  | { readonly kind: "no answer" };

interface Door {
  send(client: GraphQLClient, commandId: string, input: unknown): Promise<Said>;
}

interface Result {
  readonly __typename: string;
  readonly message?: string;
}

const DOORS: Readonly<Record<WriteName, Door>> = {
  "logistics.confirmPick": door(ConfirmPickDocument, ({ confirmPick }) => confirmPick),
  "logistics.undoPick": door(UndoPickDocument, ({ undoPick }) => undoPick),
  "logistics.closeLine": door(CloseLineDocument, ({ closeLine }) => closeLine),
  "logistics.finishPick": door(FinishPickDocument, ({ finishPick }) => finishPick),
  "logistics.confirmDelivery": door(ConfirmDeliveryDocument, ({ confirmDelivery }) => confirmDelivery),
};

export function directWriting(
  client: GraphQLClient,
  credentials: Credentials,
  userId: Readonly<Ref<string | null>>,
): Writing {
  const stored = shallowRef<readonly StoredWrite[]>([]);
  let timer: ReturnType<typeof setTimeout> | undefined;

  const put = async (owner: string, write: StoredWrite): Promise<void> => {
    await floorDatabase(owner).use((database) => database.put("writes", write));
    if (userId.value !== owner) return;
    stored.value = [...stored.value.filter(({ id }) => id !== write.id), write].sort(byTime);
  };
  const send = async (owner: string): Promise<void> => {
    clearTimeout(timer);
    await withLock(SEND_LOCK, async () => {
      for (const write of stored.value) {
        if (userId.value !== owner) return;
        if (!(await sendOne(owner, write))) {
          timer = setTimeout(wake, AGAIN_MS);
          return;
        }
      }
    });
  };
  /** False when there was no answer: what comes after waits. */
  const sendOne = async (owner: string, write: StoredWrite): Promise<boolean> => {
    let current = write;
    if (write.state === "saved" || write.state === "sending") {
      await put(owner, { ...write, state: "sending" });
      const said = await doorOf(write.name).send(client, write.id, write.input);
      if (said.kind === "no answer") {
        await put(owner, { ...write, state: "saved" });
        return false;
      }
      current =
        said.kind === "done"
          ? { ...write, state: "sent" }
          : { ...write, state: "refused", refusal: said.refusal, message: said.message };
      await put(owner, current);
    }
    for (const attachment of current.attachments) {
      if (!(await uploaded(attachment, credentials))) return false;
      current = { ...current, attachments: current.attachments.filter(({ id }) => id !== attachment.id) };
      await put(owner, current);
    }
    return true;
  };
  const wake = (): void => {
    if (userId.value !== null) void send(userId.value);
  };

  watch(
    userId,
    async (owner) => {
      stored.value = [];
      if (owner === null) return;
      const found = await readAll(owner);
      if (userId.value !== owner) return;
      stored.value = found;
      wake();
    },
    { immediate: true },
  );
  addEventListener("online", wake);
  addEventListener("pageshow", wake);
  document.addEventListener("visibilitychange", wake);

  return {
    written: computed(() =>
      stored.value.map(({ attachments, ...write }) => ({ ...write, photosLeft: attachments.length })),
    ),
    async enqueue(name, { entity, input, attachments = [] }) {
      const owner = userId.value;
      if (owner === null) throw new Error("writes need somebody who is signed in");
      const id = newId();
      await put(owner, {
        id,
        name,
        entity,
        input,
        attachments,
        madeAt: new Date().toISOString(),
        state: "saved",
        refusal: null,
        message: null,
      });
      wake();
      return { id };
    },
  };
}

function door<Data, Input>(
  document: Document<Data, { commandId: string; input: Input }>,
  resultIn: (data: Data) => Result,
): Door {
  return {
    async send(client, commandId, input) {
      if (!isInputOf(document, input)) return { kind: "no answer" };
      const answer = await client.ask(document, { commandId, input });
      if (!answer.ok) {
        const { kind, message } = answer.failure;
        return kind === "refused" ? { kind, refusal: "Refused", message } : { kind: "no answer" };
      }
      const { __typename, message } = resultIn(answer.data);
      if (message === undefined) return { kind: "done" };
      return __typename === "Busy"
        ? { kind: "no answer" }
        : { kind: "refused", refusal: __typename, message };
    },
  };
}

/** Enqueued by our own pages, whose inputs the type checker has seen; the server reads it strictly again. */
function isInputOf<Data, Input>(
  _document: Document<Data, { commandId: string; input: Input }>,
  input: unknown,
): input is Input {
  return typeof input === "object" && input !== null;
}

function doorOf(name: string): Door {
  const found = Object.entries(DOORS).find(([known]) => known === name)?.[1];
  return found ?? { send: async () => ({ kind: "refused", refusal: "Unknown", message: name }) };
}

async function readAll(owner: string): Promise<readonly StoredWrite[]> {
  try {
    return await floorDatabase(owner).use(async (database) => {
      const all = await database.getAll("writes");
      const old = all.filter(
        ({ state, attachments, madeAt }) =>
          state === "sent" && attachments.length === 0 && Date.now() - Date.parse(madeAt) > KEPT_MS,
      );
      for (const { id } of old) await database.delete("writes", id);
      return all.filter((write) => !old.includes(write)).sort(byTime);
    });
  } catch {
    return [];
  }
}

/** UUIDv7: the order of the ids is the order of making. */
const byTime = (one: StoredWrite, other: StoredWrite): number => (one.id < other.id ? -1 : 1);
