/**
 * A phone with two tabs and a worker, a server behind a bad network, and a seed that decides what goes wrong: anything
 * may be killed before or after each step, answers are lost, cut or replaced by a portal's page, the server is restored
 * to an earlier day. Cryptography is a toy here, so that a seed always tells the same story.
 */

import { attention, discard, fixAndResend, type Decider } from "./attention";
import { enqueue, type Sealer } from "./enqueue";
import type { Envelope } from "./envelope";
import { memoryStore, type MemoryStore } from "./memoryStore";
import type { Outcome } from "./outcome";
import type { QueueState, QueueStore } from "./queueStore";
import { referenceServer, type Held } from "./referenceServer";
import type { HttpAnswer, Receipt } from "./reply";
import { drain, type Sender } from "./sending";
import type { SignedEnvelope } from "./signature";
import { command, DEVICE } from "./testPhone";
import { seeded, sign, toyDigest, toyText, verify } from "./testToys";
import { uuid7Source } from "./uuid7";

/** What one database holds: envelopes in custody, and the till, which writes effect and answer in one transaction. */
export type Database = {
  readonly kept: Held[];
  readonly balances: Map<string, number>;
  readonly effects: { readonly entity: string; readonly id: string }[];
  readonly answers: Map<string, Outcome>;
};

export type Mistakes = {
  readonly tillForgetsIds: boolean;
  readonly addIgnoresHead: boolean;
  readonly changeIsStale: boolean;
  readonly portalIsBelieved: boolean;
};

export const NO_MISTAKE: Mistakes = {
  tillForgetsIds: false,
  addIgnoresHead: false,
  changeIsStale: false,
  portalIsBelieved: false,
};

export type Story = {
  readonly store: MemoryStore;
  readonly server: Database;
  readonly savedIds: readonly string[]; // Of every command of which the person was told "saved".
  readonly undisturbed: Database; // The same chain, replayed once by a server where nothing goes wrong.
};

const STEPS = 24;
const MINUTE = 60_000;

export async function tell(seed: number, mistakes: Mistakes = NO_MISTAKE): Promise<Story> {
  const dice = seeded(seed);
  const clock = { now: Date.parse("2026-03-01T08:00:00.000Z") };
  const trouble = { isOn: true };
  const disk = memoryStore();
  const store = unreliable(disk, mistakes, step);
  const newId = uuid7Source(
    () => clock.now,
    (length) => Uint8Array.from({ length }, () => Math.floor(dice() * 256)),
  );
  const sealer: Sealer = {
    device: DEVICE,
    sha256: toyDigest,
    sign,
    now: () => clock.now,
    underChainLock: (work) => work(),
  };
  const decider: Decider = { store, sealer, newId };
  const saved: string[] = [];
  const world = { server: emptyDatabase(), epoch: 1 };
  const backups: Database[] = [];
  const oneAtATime = serialised();

  /** A step may be the last of whoever makes it, and others go on before it ends. */
  async function step<Result>(work: () => Promise<Result>): Promise<Result> {
    for (let turns = Math.floor(dice() * 4); turns > 0; turns -= 1) await Promise.resolve();
    if (trouble.isOn && dice() < 0.01) throw new Error("killed before");
    const result = await work();
    if (trouble.isOn && dice() < 0.01) throw new Error("killed after");
    return result;
  }

  async function answer(batch: readonly SignedEnvelope[]): Promise<HttpAnswer | null> {
    const { server, epoch } = world;
    const apply = (envelope: Envelope) =>
      step(() => Promise.resolve(perform(envelope, server, mistakes, notNow)));
    const half = referenceServer({
      device: DEVICE,
      sha256: toyDigest,
      verify,
      apply,
      physicalFacts: [],
      kept: server.kept,
    });
    const receipts = new Map<string, Receipt>();
    for (const signed of batch) receipts.set(toyText(signed.envelope), await step(() => half.take(signed)));
    const outcomes = await oneAtATime(() => half.effect());
    const replay = [...receipts].map(([digest, receipt]) => ({
      digest,
      ...receiptWire(receipt),
      outcome: outcomes.get(digest) ?? null,
    }));
    const extensions = {
      epoch: `e${epoch}`,
      serverTime: new Date(clock.now).toISOString(),
    };
    return {
      status: 200,
      body: JSON.stringify({ data: { replay }, extensions }),
      retryAfter: null,
    };
  }

  function notNow(): boolean {
    return trouble.isOn && dice() < 0.1;
  }

  async function send(batch: readonly SignedEnvelope[]): Promise<HttpAnswer | null> {
    const luck = trouble.isOn ? dice() : 1;
    if (luck < 0.08) return null;
    if (luck < 0.14) return portal(batch, mistakes);
    const answered = await answer(batch).catch(() => null);
    if (luck < 0.22) return null;
    if (luck < 0.26 && answered !== null) return { ...answered, body: answered.body.slice(0, -7) };
    if (luck < 0.3) return { status: 502, body: "<html>Bad Gateway</html>", retryAfter: "5" };
    return answered;
  }

  const sender: Sender = {
    store,
    send,
    now: () => clock.now,
    dice,
    online: () => true,
  };

  async function save(): Promise<void> {
    const earlier = saved.filter(() => dice() < 0.1).slice(0, 2);
    const id = newId();
    const amount = Math.floor(dice() * 7) - 3;
    const to = `order:${command(dice() < 0.5 ? "o" : "p").id}`;
    const enqueued = await enqueue(store, sealer, [
      command("", { id, entity: to, input: { amount }, dependsOn: earlier }),
    ]);
    if (enqueued.kind === "saved") saved.push(id);
  }

  async function decide(): Promise<void> {
    const items = attention(await disk.read()).filter(({ record }) => record.decidesAbout === null);
    const item = items.find(({ choices }) => choices.includes("fixAndResend"));
    if (item === undefined) return;
    const { id, entity } = item.record;
    if (dice() < 0.5) await discard(decider, id, "客户改约");
    else await fixAndResend(decider, id, command("", { id: newId(), entity, input: { amount: 1 } }), null);
  }

  function restore(): void {
    const backup = backups[Math.floor(dice() * backups.length)];
    if (backup === undefined) return;
    world.server = copied(backup);
    world.epoch += 1;
  }

  for (let at = 0; at < STEPS; at += 1) {
    const luck = dice();
    clock.now += Math.floor(dice() * 10 * MINUTE);
    if (luck < 0.1) backups.push(copied(world.server));
    else if (luck < 0.16)
      await quietly([Promise.resolve(restore()), drain(sender, true), decide(), drain(sender, true)]);
    else if (luck < 0.26) await quietly([decide(), drain(sender, false)]);
    else if (luck < 0.6) await quietly([save(), save()]);
    else await quietly([drain(sender, dice() < 0.5), save(), drain(sender, true)]);
  }

  trouble.isOn = false;
  for (let rounds = 0; rounds < 6; rounds += 1) await quietly([drain(sender, true)]);
  const undisturbed = await replayedOnce(disk);
  return { store: disk, server: world.server, savedIds: saved, undisturbed };
}

/** Every envelope on the disk, in sequence, for a server that is never disturbed. */
async function replayedOnce(disk: MemoryStore): Promise<Database> {
  const database = emptyDatabase();
  const apply = (envelope: Envelope) => Promise.resolve(perform(envelope, database, NO_MISTAKE, () => false));
  const half = referenceServer({
    device: DEVICE,
    sha256: toyDigest,
    verify,
    apply,
    physicalFacts: [],
    kept: database.kept,
  });
  const { records } = await disk.read();
  for (const signed of await disk.sealed(records.map(({ id }) => id))) await half.take(signed);
  await half.effect();
  return database;
}

function perform(
  { id, entity, input }: Envelope,
  db: Database,
  mistakes: Mistakes,
  notNow: () => boolean,
): Outcome {
  const before = db.answers.get(id);
  if (before !== undefined && !mistakes.tillForgetsIds) return before;
  if (notNow()) return { kind: "transient", retryAfterMs: null, incident: null };
  const amount = typeof input["amount"] === "number" ? input["amount"] : 0;
  const after = (db.balances.get(entity) ?? 0) + amount;
  const isRefused = after < 0;
  if (!isRefused) {
    db.balances.set(entity, after);
    db.effects.push({ entity, id });
  }
  const answer: Outcome = isRefused
    ? { kind: "refused", refusal: "BelowNought", message: "", facts: {} }
    : { kind: "applied", result: null };
  db.answers.set(id, answer);
  return answer;
}

function unreliable(
  disk: MemoryStore,
  mistakes: Mistakes,
  step: <Result>(work: () => Promise<Result>) => Promise<Result>,
): QueueStore {
  let beforeSending: QueueState | null = null;
  return {
    read: () => step(disk.read),
    add: (addition) =>
      step(async () => {
        const { meta } = await disk.read();
        return disk.add(mistakes.addIgnoresHead ? { ...addition, after: meta.head } : addition);
      }),
    change: (decide) =>
      step(() => {
        const stale = beforeSending;
        beforeSending = null;
        return disk.change(stale === null ? decide : () => decide(stale));
      }),
    sealed: (ids) =>
      step(async () => {
        if (mistakes.changeIsStale) beforeSending = await disk.read();
        return disk.sealed(ids);
      }),
  };
}

/** The page of a hotel's network, with status 200; planted: a reader that takes it for "all applied". */
function portal(batch: readonly SignedEnvelope[], { portalIsBelieved }: Mistakes): HttpAnswer {
  const replay = batch.map(({ envelope }) => {
    const outcome = { kind: "applied", result: null };
    return {
      digest: toyText(envelope),
      custody: "held",
      expected: null,
      problem: null,
      outcome,
    };
  });
  const believed = JSON.stringify({
    data: { replay },
    extensions: { epoch: "e1", serverTime: "2026-03-01T08:00:00Z" },
  });
  return {
    status: 200,
    body: portalIsBelieved ? believed : "<html><body>请登录 Wi-Fi</body></html>",
    retryAfter: null,
  };
}

function emptyDatabase(): Database {
  return { kept: [], balances: new Map(), effects: [], answers: new Map() };
}

function copied({ kept, balances, effects, answers }: Database): Database {
  return {
    kept: kept.map((held) => ({ ...held })),
    balances: new Map(balances),
    effects: [...effects],
    answers: new Map(answers),
  };
}

/** Whoever was killed is simply gone. */
async function quietly(work: readonly Promise<unknown>[]): Promise<void> {
  await Promise.allSettled(work);
}

function serialised() {
  let last: Promise<unknown> = Promise.resolve();
  return <Result>(work: () => Promise<Result>): Promise<Result> => {
    const mine = last.then(work, work);
    last = mine.catch(() => undefined);
    return mine;
  };
}

function receiptWire(receipt: Receipt) {
  switch (receipt.custody) {
    case "held":
      return { custody: receipt.custody, expected: null, problem: null };
    case "gap":
      return {
        custody: receipt.custody,
        expected: receipt.expected,
        problem: null,
      };
    case "fork":
      return {
        custody: receipt.custody,
        expected: receipt.sequence,
        problem: null,
      };
    case "notTaken":
      return {
        custody: receipt.custody,
        expected: null,
        problem: receipt.problem,
      };
  }
}
