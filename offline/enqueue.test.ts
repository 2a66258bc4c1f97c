import { describe, expect, test } from "vitest";
import { attention, discard, fixAndResend, handToOffice, keepTheirs, type Decider } from "./attention";
import { hex, parseCanonical, textDigest } from "./digest";
import { enqueue, type NewAttachment } from "./enqueue";
import { parseEnvelope } from "./envelope";
import { memoryStore, type MemoryStore } from "./memoryStore";
import type { Outcome } from "./outcome";
import { NO_CHANGE, type QueueRecord, type QueueStore } from "./queueStore";
import { drain, type Sender } from "./sending";
import { isSigned } from "./signature";
import { rescueFile, standing, summary } from "./summary";
import { command, DEVICE, entity, labelOf, sealer, sha256, uuid7, verifier } from "./testPhone";
import { afterUpload, nextUpload } from "./uploads";

const ALONE = { draft: null, also: () => NO_CHANGE, allowed: () => true };
const REFUSED: Outcome = { kind: "refused", refusal: "LotShort", message: "可用 3 盒，要 5 盒", facts: {} };
const CONFLICT: Outcome = { kind: "conflict", currentVersion: 4, theirs: { note: "周四送" } };

async function labels(store: QueueStore): Promise<readonly string[]> {
  return (await store.read()).records.map(({ id }) => labelOf(id));
}

/** A queue whose records the server has answered as stated. */
async function answered(said: Readonly<Record<string, Partial<QueueRecord>>>): Promise<MemoryStore> {
  const store = memoryStore();
  for (const [label, { entity: to = entity("order:o"), dependsOn = [] }] of Object.entries(said)) {
    await enqueue(store, await sealer(), [command(label, { entity: to, dependsOn })]);
  }
  await store.change(({ records }) => ({
    ...NO_CHANGE,
    put: records.map((one) => ({ ...one, custody: "held", ...said[labelOf(one.id)] })),
  }));
  return store;
}

async function decider(store: QueueStore): Promise<Decider> {
  const names = ["S", "T", "U"];
  return { store, sealer: await sealer(), newId: () => uuid7(names.shift() ?? "V") };
}

async function inputs(store: QueueStore): Promise<readonly unknown[]> {
  const { records } = await store.read();
  const sealed = await store.sealed(records.map(({ id }) => id));
  return sealed.map(({ envelope }) => {
    const parsed = parseEnvelope(envelope);
    return parsed.kind === "envelope" ? { name: parsed.envelope.name, input: parsed.envelope.input } : null;
  });
}

describe("saving", () => {
  test("a saved command is signed, canonical, and the head of its chain", async () => {
    const store = memoryStore();

    expect(await enqueue(store, await sealer(), [command("A")])).toEqual({ kind: "saved" });

    const { meta, records } = await store.read();
    const [signed] = await store.sealed([uuid7("A")]);
    const text = signed?.envelope ?? "";
    expect(parseCanonical(text)).toMatchObject({
      kind: "parsed",
      value: { id: uuid7("A"), device: DEVICE, sequence: 1, previousDigest: null, madeAt: "2026-03-01T08:00:00.000Z" },
    });
    expect(signed === undefined ? false : await isSigned(signed, await verifier())).toBe(true);
    expect(meta.head).toEqual({ sequence: 1, digest: await textDigest(text, sha256) });
    expect(records.map(standing)).toEqual(["savedHere"]);
  });

  test("several in one go are one chain", async () => {
    const store = memoryStore();
    await enqueue(store, await sealer(), [command("A"), command("B")]);
    await enqueue(store, await sealer(), [command("C")]);

    const { records } = await store.read();
    const sealed = await store.sealed(records.map(({ id }) => id));
    const previous = sealed.map(({ envelope }) => {
      const parsed = parseEnvelope(envelope);
      return parsed.kind === "envelope" ? parsed.envelope.previousDigest : "refused";
    });
    expect(records.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
    expect(previous).toEqual([null, records[0]?.digest, records[1]?.digest]);
  });

  test("the draft goes in the same step, and the attachments come with their digests", async () => {
    const store = memoryStore(["draft of order o", "another draft"]);
    const strokes: NewAttachment = {
      id: uuid7("ink"),
      mime: "application/json",
      bytes: new TextEncoder().encode("[[1,2]]").buffer,
    };

    await enqueue(store, await sealer(), [command("A", { attachments: [strokes] })], {
      ...ALONE,
      draft: "draft of order o",
    });

    const { records } = await store.read();
    const expected = hex(await sha256(new Uint8Array(strokes.bytes)));
    expect(records[0]?.attachments).toEqual([
      { id: strokes.id, mime: "application/json", size: 7, offset: 0, sha256: expected },
    ]);
    expect(store.disk().attachments.get(strokes.id)).toBe(strokes.bytes);
    expect([...store.disk().drafts]).toEqual(["another draft"]);
  });

  test("what the server would refuse for its form is refused here, and nothing is saved", async () => {
    const store = memoryStore(["draft"]);

    const badName = await enqueue(store, await sealer(), [command("A", { name: "receive" })], { ...ALONE, draft: "draft" });
    const fraction = await enqueue(store, await sealer(), [command("A", { input: { price: 1.5 } })]);
    const secondBad = await enqueue(store, await sealer(), [command("A"), command("B", { version: 0 })]);

    expect([badName, fraction, secondBad]).toEqual([
      { kind: "refused", refusal: "FieldRefused", field: "name" },
      { kind: "unrepresentable", problem: "fraction", path: "$.input.price" },
      { kind: "refused", refusal: "FieldRefused", field: "version" },
    ]);
    expect([(await store.read()).records, [...store.disk().drafts]]).toEqual([[], ["draft"]]);
  });

  test("a page that was quicker: sealed again upon its head, with the same id", async () => {
    const store = memoryStore();
    const quicker: QueueStore = {
      ...store,
      add: async (addition) => {
        if (addition.after === null) await enqueue(store, await sealer(), [command("Q")]);
        return store.add(addition);
      },
    };

    expect(await enqueue(quicker, await sealer(), [command("A")])).toEqual({ kind: "saved" });
    expect(await labels(store)).toEqual(["Q", "A"]);
  });

  test("a page that is always quicker: it says so, and nothing was saved", async () => {
    const store = memoryStore();

    expect(
      await enqueue({ ...store, add: () => Promise.resolve("headMoved") }, await sealer(), [command("A")]),
    ).toEqual({ kind: "headMoved" });
    expect(await labels(store)).toEqual([]);
  });
});

describe("needs attention", () => {
  test("each with its choices, who depends on it and who waits behind it", async () => {
    const store = await answered({
      A: { outcome: REFUSED },
      B: {},
      C: { entity: entity("trip:t"), dependsOn: [uuid7("A")] },
      D: { entity: entity("trip:u"), dependsOn: [uuid7("C")] },
      E: { entity: entity("order:p"), outcome: CONFLICT },
      F: { entity: entity("order:q"), outcome: { kind: "quarantined", reason: "userDisabled" } },
      G: { entity: entity("order:r"), unforeseen: 5 },
      H: { entity: entity("order:s"), outcome: { kind: "applied", result: null } },
    });

    const items = attention(await store.read()).map(({ record, choices, dependents, behind }) => ({
      label: labelOf(record.id),
      choices,
      dependents: dependents.map(({ id }) => labelOf(id)),
      behind: behind.map(({ id }) => labelOf(id)),
    }));

    expect(items).toEqual([
      { label: "A", choices: ["fixAndResend", "handToOffice", "discard"], dependents: ["C", "D"], behind: ["B"] },
      { label: "E", choices: ["fixAndResend", "keepTheirs", "handToOffice", "discard"], dependents: [], behind: [] },
      { label: "F", choices: ["handToOffice"], dependents: [], behind: [] },
      { label: "G", choices: ["handToOffice", "discard"], dependents: [], behind: [] },
    ]);
  });

  test("discarding is an envelope with the reason, and the old envelope stays as it is", async () => {
    const store = await answered({ A: { outcome: REFUSED } });
    const [before] = await store.sealed([uuid7("A")]);

    expect(await discard(await decider(store), uuid7("A"), "客户改约")).toEqual({ kind: "saved" });

    expect((await inputs(store))[1]).toEqual({
      name: "sync.discardCommand",
      input: { command: uuid7("A"), choice: "discard", reason: "客户改约" },
    });
    expect(await store.sealed([uuid7("A")])).toEqual([before]);
    const state = await store.read();
    expect(attention(state)).toEqual([]);
    expect(summary(state)).toEqual({ savedHere: 1, sent: 0, needsAttention: 0 });
  });

  test.each(["", "  ", "长".repeat(501)])("no reason, no discarding (%j)", async (reason) => {
    const store = await answered({ A: { outcome: REFUSED } });

    expect(await discard(await decider(store), uuid7("A"), reason)).toEqual({ kind: "reasonMissing" });
    expect(await labels(store)).toEqual(["A"]);
  });

  test("keeping theirs says so to the server", async () => {
    const store = await answered({ A: { outcome: CONFLICT } });

    await keepTheirs(await decider(store), uuid7("A"), "周四更合适");

    expect((await inputs(store))[1]).toEqual({
      name: "sync.discardCommand",
      input: { command: uuid7("A"), choice: "keepTheirs", reason: "周四更合适" },
    });
  });

  test("handed to the office it is with the office", async () => {
    const store = await answered({ A: { outcome: REFUSED } });

    await handToOffice(await decider(store), uuid7("A"), "请核对批号");

    const { records } = await store.read();
    expect(records.map(standing)).toEqual(["withOffice", "savedHere"]);
    expect((await inputs(store))[1]).toEqual({
      name: "sync.handOverCommand",
      input: { command: uuid7("A"), note: "请核对批号" },
    });
  });

  test("a fixed command is a new envelope that takes the place of the old one, draft and all", async () => {
    const store = await answered({ A: { outcome: REFUSED } });

    await fixAndResend(await decider(store), uuid7("A"), command("A2", { input: { quantity: "3" } }), "draft");

    expect(await inputs(store)).toEqual([
      { name: "sales.changeOrder", input: { label: "A" } },
      { name: "sync.supersedeCommand", input: { command: uuid7("A"), by: uuid7("A2") } },
      { name: "sales.changeOrder", input: { quantity: "3" } },
    ]);
    expect((await store.read()).records[0]?.resolution).toEqual({
      kind: "superseded",
      by: uuid7("S"),
      successor: uuid7("A2"),
    });
  });

  test("two windows decide about the same: the second is told, and only one decision is made", async () => {
    const store = await answered({ A: { outcome: REFUSED } });
    const by = await decider(store);

    await discard(by, uuid7("A"), "客户改约");

    expect(await fixAndResend(by, uuid7("A"), command("A2"), null)).toEqual({ kind: "notAllowed" });
    expect(await labels(store)).toEqual(["A", "S"]);
  });

  test("a decision that the server refuses opens the matter again, and an accepted one settles it", async () => {
    for (const [outcome, after] of [
      [REFUSED, ["sent", "needsAttention"]],
      [{ kind: "applied", result: null }, ["done", "done"]],
    ]) {
      const store = await answered({ A: { outcome: REFUSED } });
      await discard(await decider(store), uuid7("A"), "客户改约");

      await drain(await senderThatAnswers(store, outcome), true);

      expect((await store.read()).records.map(standing)).toEqual(after);
    }
  });
});

/** Answers every envelope with the same outcome; what was asked about before gets no outcome. */
async function senderThatAnswers(store: QueueStore, outcome: unknown): Promise<Sender> {
  return {
    store,
    send: async (batch) => {
      const replay = [];
      for (const { envelope } of batch) {
        const isControl = envelope.includes("sync.");
        const digest = await textDigest(envelope, sha256);
        replay.push({ digest, custody: "held", expected: null, problem: null, outcome: isControl ? outcome : null });
      }
      const extensions = { epoch: "e1", serverTime: "2026-03-01T08:10:00.000Z" };
      return { status: 200, body: JSON.stringify({ data: { replay }, extensions }), retryAfter: null };
    },
    now: () => Date.parse("2026-03-01T08:00:00.000Z"),
    dice: () => 0.5,
    online: () => true,
  };
}

describe("sending", () => {
  test("an answer tells the server's clock, which the next envelope states", async () => {
    const store = memoryStore();
    await enqueue(store, await sealer(), [command("A")]);

    await drain(await senderThatAnswers(store, null), false);
    await enqueue(store, await sealer(), [command("B")]);

    const [signed] = await store.sealed([uuid7("B")]);
    expect(signed?.envelope).toContain('"clockOffset":600000');
  });

  test("without a network nothing is sent and no attempt is counted", async () => {
    const store = memoryStore();
    await enqueue(store, await sealer(), [command("A")]);
    const before = await store.read();
    const sent: unknown[] = [];
    const sender = { ...(await senderThatAnswers(store, null)), online: () => false };

    expect(
      await drain({ ...sender, send: (batch) => Promise.resolve(sent.push(batch)).then(() => null) }, true),
    ).toEqual({ kind: "rest", until: null });
    expect([sent, await store.read()]).toEqual([[], before]);
  });

  test("200 commands go in four batches", async () => {
    const store = memoryStore();
    const many = Array.from({ length: 200 }, (_, at) => command(`sync.${at}`.slice(5), { name: "sync.pingServer" }));
    await enqueue(store, await sealer(), many);
    const sizes: number[] = [];
    const sender = await senderThatAnswers(store, { kind: "applied", result: null });
    const counting: Sender = { ...sender, send: (batch) => (sizes.push(batch.length), sender.send(batch)) };

    expect(await drain(counting, false)).toEqual({ kind: "rest", until: null });
    expect(sizes).toEqual([50, 50, 50, 50]);
    expect(summary(await store.read())).toEqual({ savedHere: 0, sent: 0, needsAttention: 0 });
  });

  test("somebody has to sign in: one request, then it waits", async () => {
    const store = memoryStore();
    await enqueue(store, await sealer(), [command("A")]);
    const sender = await senderThatAnswers(store, null);
    const signedOut: Sender = { ...sender, send: () => Promise.resolve({ status: 401, body: "", retryAfter: null }) };

    expect(await drain(signedOut, true)).toEqual({ kind: "paused" });
    expect((await store.read()).records.map(({ attempts }) => attempts)).toEqual([0]);
  });
});

test("the smallest attachment is uploaded first, and the server's offset counts", async () => {
  const attachment = (label: string, size: number): NewAttachment => ({
    id: uuid7(label),
    mime: "image/jpeg",
    bytes: new ArrayBuffer(size),
  });
  const store = memoryStore();
  await enqueue(store, await sealer(), [command("A", { attachments: [attachment("photo", 900), attachment("ink", 20)] })]);

  const first = nextUpload(await store.read());
  const second = nextUpload(await store.change((state) => afterUpload(state, uuid7("ink"), 20)));
  const resumed = nextUpload(await store.change((state) => afterUpload(state, uuid7("photo"), 256)));
  const none = nextUpload(await store.change((state) => afterUpload(state, uuid7("photo"), 2_000)));

  expect([first?.id, second?.id, resumed?.offset, none]).toEqual([uuid7("ink"), uuid7("photo"), 256, null]);
});

test("the rescue file has every envelope as it was signed", async () => {
  const store = await answered({ A: { outcome: REFUSED }, B: {} });
  const state = await store.read();
  const sealed = await store.sealed(state.records.map(({ id }) => id));

  const file: unknown = JSON.parse(rescueFile(state, sealed));

  expect(file).toEqual({ head: state.meta.head, epoch: null, envelopes: sealed, records: state.records });
  expect(sealed).toHaveLength(2);
});
