/**
 * The queue of whoever is at work on this phone: the one way to write (`enqueue`), what waits and what needs the person,
 * and the sender that empties it. Pages see it through `useQueue`; the service worker runs the same sender.
 */
import {
  computed,
  inject,
  shallowRef,
  toValue,
  type ComputedRef,
  type InjectionKey,
  type MaybeRefOrGetter,
} from "vue";
import { discard, fixAndResend, handToOffice, keepTheirs, type Decided } from "@offline/attention";
import { parsedJson } from "@offline/digest";
import {
  enqueue as saveEnvelopes,
  type Command,
  type Enqueued,
  type NewAttachment,
  type Sealer,
} from "@offline/enqueue";
import { NO_CHANGE, type QueueState } from "@offline/queueStore";
import { drain } from "@offline/sending";
import type { SignedEnvelope } from "@offline/signature";
import { rescueFile, summary, type Summary } from "@offline/summary";
import { uuid7Source } from "@offline/uuid7";
import { deviceOf, signWith } from "@/platform/deviceKey";
import { ifFree, OUTBOX_LOCK, withLock } from "@/platform/locks";
import { personalDatabase, type PersonalDatabase } from "@/platform/personalDatabase";
import { queueStore, type PhoneQueueStore } from "@/platform/queueStore";
import { handIn, type Connection } from "./connection";
import { OFFLINE_VERSIONS, type OfflineInputs } from "./offlineCommands.graphql";
import { isJsonObject, NOTHING, queuedCommands, read, type QueuedCommand, type Shown } from "./queued";
import { run, type Ran } from "./run";

export type OfflineName = keyof OfflineInputs;
const CHAIN_LOCK = "chain";
/**
 * Why the sender is started. `edge`: something happened that may let it through; `written`: there is something new;
 * `timer`: a back-off is over.
 */
type Start = "edge" | "written" | "timer";
const TIMER_MS_MAX = 2 ** 31 - 1;

export interface EnqueueOptions {
  /** Ids of commands that must have taken effect before; given by `enqueue` for each. */
  readonly dependsOn?: readonly string[];
  readonly attachments?: readonly NewAttachment[];
  /** The form that becomes this command; removed in the same transaction. */
  readonly draftKey?: string;
  /** The version of the entity that the person saw. */
  readonly baseVersion?: number;
  /** The refused command that this one takes the place of. */
  readonly supersedes?: string;
}

/** `noRoom`: the phone has no room left, or its storage refused; nothing was saved, so the form must stay open. */
export type Saved =
  | { readonly kind: "saved"; readonly id: string }
  | { readonly kind: "noRoom" }
  | Exclude<Enqueued, { readonly kind: "saved" }>;

export interface PhoneQueue {
  readonly state: ComputedRef<QueueState>;
  readonly summary: ComputedRef<Summary>;
  /** What this person did on this phone in the last days, oldest first: pages lay what is not done over snapshots. */
  readonly commands: ComputedRef<readonly QueuedCommand[]>;
  readonly sending: ComputedRef<boolean>;
  /** What the last run of the sender ended with. */
  readonly ran: ComputedRef<Ran | null>;
  enqueue<Name extends OfflineName>(
    name: Name,
    entity: { readonly kind: string; readonly id: string },
    input: OfflineInputs[Name],
    options?: EnqueueOptions,
  ): Promise<Saved>;
  newId(): string;
  discard(id: string, reason: string): Promise<Decided>;
  keepTheirs(id: string, reason: string): Promise<Decided>;
  handToOffice(id: string, note: string): Promise<Decided>;
  /** Something happened that may let the sender through: the back-off does not count. */
  wake(): Promise<void>;
  /** Hands everything unsent in for custody, without effect for now; resolves to how many are still only here. */
  handIn(): Promise<number>;
  rescueFile(): Promise<string>;
  /** Reads the stored state again: another tab or the service worker has changed it. */
  reread(): Promise<void>;
}

export const queueKey: InjectionKey<PhoneQueue> = Symbol("queue");

export function useQueue(): PhoneQueue {
  const queue = inject(queueKey);
  if (queue === undefined) throw new Error("useQueue outside the app");
  return queue;
}

/** This person's commands about one thing, oldest first. */
export function useQueued(
  entity: MaybeRefOrGetter<{ readonly kind: string; readonly id: string }>,
): ComputedRef<readonly QueuedCommand[]> {
  const { commands } = useQueue();
  return computed(() => {
    const { kind, id } = toValue(entity);
    return commands.value.filter((command) => command.entity === `${kind}:${id}`);
  });
}

export interface Phone {
  readonly userId: () => string | null;
  readonly connection: Connection;
  readonly deviceName: string;
  readonly now: () => number;
  readonly dice: () => number;
  readonly online: () => boolean;
  /** Tells the other pages that the stored queue is another now. */
  readonly tell: () => void;
  /** Something waits: the browser should wake the service worker when there is a network, if it can. */
  readonly askToBeWoken: () => void;
  readonly later: (work: () => void, ms: number) => () => void;
}

interface Room {
  readonly database: PersonalDatabase;
  readonly store: PhoneQueueStore;
}

export function phoneQueue(phone: Phone): PhoneQueue {
  const rooms = new Map<string, Room>();
  const shown = shallowRef<Shown>(NOTHING);
  const sending = shallowRef(false);
  const ran = shallowRef<Ran | null>(null);
  let cancelTimer: (() => void) | null = null;
  let next: { edge: boolean } | null = null;
  const newId = uuid7Source(phone.now, (length) => crypto.getRandomValues(new Uint8Array(length)));

  const room = (): Room => {
    const id = phone.userId();
    if (id === null) throw new Error("the queue needs somebody who is signed in");
    const known = rooms.get(id);
    if (known !== undefined) return known;
    const database = personalDatabase(id);
    const made = { database, store: queueStore(database) };
    rooms.set(id, made);
    return made;
  };
  const reread = async (): Promise<void> => {
    const of = phone.userId();
    const next = of === null ? NOTHING : { of, ...(await read(room().store, shown.value)) };
    if (of === phone.userId()) shown.value = next;
  };
  const mine = (): Shown => (shown.value.of === phone.userId() ? shown.value : NOTHING);
  const changed = async (): Promise<void> => {
    await reread();
    phone.tell();
  };
  const sealer = async ({ database }: Room): Promise<Sealer> => {
    const device = await deviceOf(database, newId);
    return {
      device: device.id,
      sha256: (bytes) => crypto.subtle.digest("SHA-256", bytes),
      sign: signWith(device),
      now: phone.now,
      underChainLock: (work) => withLock(CHAIN_LOCK, work),
    };
  };

  /** The session as long as it is this person's: somebody else's token must not carry their work. */
  const connectionOf = (of: string): Connection => ({
    fetcher: phone.connection.fetcher,
    token: async () => (phone.userId() === of ? await phone.connection.token() : null),
    refresh: async () => (phone.userId() === of ? await phone.connection.refresh() : null),
  });
  const runOnce = async (of: string, woken: boolean): Promise<Ran> => {
    const { database, store } = room();
    sending.value = true;
    try {
      return await run({ ...phone, connection: connectionOf(of), database, store, newId }, woken);
    } finally {
      sending.value = false;
    }
  };
  /** Once more when whoever is sending now is done: it may have looked before this was saved, or hang in a dead network. */
  const runNext = async (of: string, edge: boolean): Promise<Ran | "busy"> => {
    if (next !== null) {
      next.edge ||= edge;
      return "busy";
    }
    const mine = { edge };
    next = mine;
    return await withLock(OUTBOX_LOCK, async () => {
      next = null;
      return phone.userId() === of ? await runOnce(of, mine.edge) : "busy";
    });
  };
  const send = async (start: Start): Promise<void> => {
    const of = phone.userId();
    if (of === null) return;
    cancelTimer?.();
    let result = await ifFree(OUTBOX_LOCK, () => runOnce(of, start !== "timer"));
    await changed();
    if (result === "busy" && start !== "timer") {
      result = await runNext(of, start === "edge");
      await changed();
    }
    if (result === "busy") return; // Whoever holds the lock sends ours too, and tells when it is done.
    ran.value = result;
    if (result.kind === "rest" && result.until !== null) {
      const wait = Math.min(TIMER_MS_MAX, Math.max(0, result.until - phone.now()));
      cancelTimer = phone.later(() => void send("timer"), wait);
    }
  };
  const decide = async (
    what: (by: { store: PhoneQueueStore; sealer: Sealer; newId: () => string }) => Promise<Decided>,
  ) => {
    const current = room();
    const decided = await what({ store: current.store, sealer: await sealer(current), newId });
    await changed();
    void send("written");
    return decided;
  };

  return {
    state: computed(() => mine().state),
    summary: computed(() => summary(mine().state)),
    commands: computed(() => queuedCommands(mine())),
    sending: computed(() => sending.value),
    ran: computed(() => ran.value),
    newId,
    reread,
    async enqueue(name, entity, input, options = {}) {
      const command = commandOf(newId(), name, entity, input, options);
      if (command === null) return { kind: "unrepresentable", problem: "type", path: "$" };
      try {
        const current = room();
        const by = { store: current.store, sealer: await sealer(current), newId };
        const draft = options.draftKey ?? null;
        const saved =
          options.supersedes === undefined
            ? await saveEnvelopes(by.store, by.sealer, [command], {
                draft,
                also: () => NO_CHANGE,
                allowed: () => true,
              })
            : await fixAndResend(by, options.supersedes, command, draft);
        if (saved.kind === "reasonMissing") return { kind: "notAllowed" };
        if (saved.kind !== "saved") return saved;
      } catch {
        return { kind: "noRoom" };
      }
      await changed();
      phone.askToBeWoken();
      void send("written");
      return { kind: "saved", id: command.id };
    },
    discard: (id, reason) => decide((by) => discard(by, id, reason)),
    keepTheirs: (id, reason) => decide((by) => keepTheirs(by, id, reason)),
    handToOffice: (id, note) => decide((by) => handToOffice(by, id, note)),
    wake: () => send("edge"),
    async handIn() {
      const { store } = room();
      const sender = {
        ...phone,
        store,
        send: (batch: readonly SignedEnvelope[]) => handIn(phone.connection.fetcher, batch),
      };
      await withLock(OUTBOX_LOCK, () => drain(sender, true));
      await changed();
      return summary(await store.read()).savedHere;
    },
    async rescueFile() {
      const { store } = room();
      const state = await store.read();
      return rescueFile(state, await store.sealed(state.records.map(({ id }) => id)));
    },
  };
}

function commandOf<Name extends OfflineName>(
  id: string,
  name: Name,
  entity: { readonly kind: string; readonly id: string },
  input: OfflineInputs[Name],
  { dependsOn = [], attachments = [], baseVersion }: EnqueueOptions,
): Command | null {
  // What a form left out is `undefined`, which JSON does not know.
  const plain: unknown = parsedJson(JSON.stringify(input));
  if (!isJsonObject(plain)) return null;
  return {
    id,
    name,
    version: OFFLINE_VERSIONS[name],
    input: plain,
    entity: `${entity.kind}:${entity.id}`,
    dependsOn,
    baseVersion: baseVersion ?? null,
    attachments,
    decidesAbout: null,
  };
}
