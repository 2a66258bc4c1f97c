/** The phone's queue against a server with the faults of a real network: nothing is lost, nothing is done twice. */
import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { Envelope } from "@offline/envelope";
import { needsAttention } from "@offline/queue";
import { sha256 } from "@offline/testPhone";
import { personalDatabase } from "@/platform/personalDatabase";
import { phoneQueue, type PhoneQueue } from "./queue";
import { overlaid } from "./queued";
import { PART_BYTES } from "./uploading";
import { portalPage, testServer, type TestServer } from "./testServer";

const ORDER = "01900000-0000-7000-8000-00000000000a";
const CLOSE = { outboundId: ORDER, pickLineId: ORDER, why: "short" };

beforeEach(() => {
  vi.stubGlobal("indexedDB", new IDBFactory());
});

interface Person {
  id: string | null;
  online: boolean;
  token: string | null;
  /** What a refresh would give; null when the session has ended. */
  fresh: string | null;
}

function phone(server: TestServer, person: Person): PhoneQueue {
  return phoneQueue({
    userId: () => person.id,
    connection: {
      token: () => Promise.resolve(person.token),
      refresh: () => {
        person.token = person.fresh;
        return Promise.resolve(person.token);
      },
      fetcher: server.fetcher,
    },
    deviceName: "test",
    now: Date.now,
    dice: () => 0.999,
    online: () => person.online,
    tell: () => undefined,
    askToBeWoken: () => undefined,
    later: () => () => undefined,
  });
}
const somebody = (changed: Partial<Person> = {}): Person => ({
  id: "u1",
  online: true,
  token: "t1",
  fresh: "t1",
  ...changed,
});

async function close(queue: PhoneQueue, id = ORDER, options = {}): Promise<string> {
  const saved = await queue.enqueue(
    "logistics.finishPick",
    { kind: "outbound", id },
    { outboundId: id },
    options,
  );
  if (saved.kind !== "saved") throw new Error(saved.kind);
  return saved.id;
}
/** The sender is started by enqueue and not waited for: a wake-up that finds it free comes after it. */
async function settled(queue: PhoneQueue): Promise<void> {
  while (queue.sending.value) await new Promise((resolve) => setTimeout(resolve, 1));
  await queue.wake();
  while (queue.sending.value) await new Promise((resolve) => setTimeout(resolve, 1));
  await queue.reread();
}
const effects = (server: TestServer): string[] => server.effects.map(({ id }: Envelope) => id);

describe("without a network", () => {
  test("what is saved waits, and goes out once when there is one", async () => {
    const server = testServer();
    const person = somebody({ online: false });
    const queue = phone(server, person);
    const id = await close(queue);
    await settled(queue);
    expect([queue.summary.value.savedHere, server.asked]).toEqual([1, []]);

    person.online = true;
    await settled(queue);

    expect(effects(server)).toEqual([id]);
    expect(queue.summary.value).toEqual({ savedHere: 0, sent: 0, needsAttention: 0 });
  });

  test("the device is enrolled before anything is sent, once, and an answer that was lost doubles nothing", async () => {
    const server = testServer();
    server.faults.set("enrol", ["lost"]);
    const queue = phone(server, somebody());
    await close(queue);
    await settled(queue);
    await close(queue, "01900000-0000-7000-8000-00000000000b");
    await settled(queue);

    expect(server.asked.filter((what) => what === "enrol")).toHaveLength(2);
    expect(server.effects).toHaveLength(2);
  });
});

describe("what is no answer of ours acknowledges nothing", () => {
  test.each([
    ["a captive portal's page with status 200", portalPage],
    ["a proxy's 502", () => new Response("<html>Bad Gateway</html>", { status: 502 })],
    ["half an answer", "half" as const],
    ["an answer that was lost", "lost" as const],
    ["no network after all", "no network" as const],
  ])("%s", async (_name, fault) => {
    const server = testServer();
    server.faults.set("replay", [fault]);
    const queue = phone(server, somebody());
    const id = await close(queue);
    while (queue.sending.value) await new Promise((resolve) => setTimeout(resolve, 1));
    await queue.reread();
    expect(queue.summary.value.savedHere).toBe(1);

    await settled(queue);

    expect(queue.summary.value.savedHere).toBe(0);
    expect(effects(server)).toEqual([id]);
  });
});

describe("the session", () => {
  test("a token that has expired is refreshed, and nothing counts as an attempt", async () => {
    const server = testServer();
    server.token = "t2";
    const queue = phone(server, somebody({ fresh: "t2" }));
    const id = await close(queue);
    await settled(queue);

    expect(effects(server)).toEqual([id]);
    expect(queue.state.value.records.map(({ attempts }) => attempts)).toEqual([0]);
  });

  test("a session that has ended in the middle pauses the queue until somebody signs in", async () => {
    const server = testServer();
    const person = somebody();
    const queue = phone(server, person);
    const first = await close(queue);
    await settled(queue);
    server.token = "t2";
    person.fresh = null;
    const second = await close(queue, "01900000-0000-7000-8000-00000000000b");
    await settled(queue);
    expect(effects(server)).toEqual([first]);
    expect([queue.state.value.meta.paused, queue.summary.value.savedHere]).toEqual([true, 1]);

    person.token = "t2";
    await settled(queue);

    expect(effects(server)).toEqual([first, second]);
    expect(queue.state.value.meta.paused).toBe(false);
  });

  test("another person on the phone neither sees nor sends what waits", async () => {
    const server = testServer();
    const person = somebody({ online: false });
    const queue = phone(server, person);
    await close(queue);
    person.id = "u2";
    person.online = true;
    await settled(queue);

    expect([queue.summary.value.savedHere, server.effects]).toEqual([0, []]);
    person.id = "u1";
    await settled(queue);
    expect(server.effects).toHaveLength(1);
  });
});

describe("a device that the server does not take", () => {
  test("says why and keeps everything", async () => {
    const server = testServer();
    server.enrolmentRefused = "每人最多登记 10 台设备";
    const queue = phone(server, somebody());
    await close(queue);
    await settled(queue);

    expect(queue.ran.value).toEqual({ kind: "enrolmentRefused", message: "每人最多登记 10 台设备" });
    expect([queue.summary.value.savedHere, server.effects]).toEqual([1, []]);
  });

  test("that was forgotten by a restore is enrolled again, and all is offered again", async () => {
    const server = testServer();
    const queue = phone(server, somebody());
    const first = await close(queue);
    await settled(queue);
    server.forgetDevice();
    server.kept.length = 0;
    server.effects.length = 0;
    server.epoch = "e2";
    const second = await close(queue, "01900000-0000-7000-8000-00000000000b");
    await settled(queue);
    await settled(queue);

    expect(effects(server)).toEqual([first, second]);
    expect(queue.summary.value).toEqual({ savedHere: 0, sent: 0, needsAttention: 0 });
  });
});

test("a wake-up in the middle of a try that fails is heeded when it has failed, without waiting out the back-off", async () => {
  const server = testServer();
  const queue = phone(server, somebody());
  const awake: Promise<void>[] = [];
  const portalThenOnline = (): Response => {
    awake.push(queue.wake(), queue.wake());
    return portalPage();
  };
  server.faults.set("replay", [portalThenOnline]);

  const id = await close(queue);
  while (awake.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  await Promise.all(awake);

  expect(effects(server)).toEqual([id]);
  expect(server.asked).toEqual(["enrol", "replay", "replay"]);
});

test("two tabs at once send each command once", async () => {
  const server = testServer();
  const person = somebody();
  const [one, other] = [phone(server, person), phone(server, person)];
  const ids = await Promise.all([
    close(one, "01900000-0000-7000-8000-000000000001"),
    close(other, "01900000-0000-7000-8000-000000000002"),
    close(one, "01900000-0000-7000-8000-000000000003"),
  ]);
  await Promise.all([settled(one), settled(other)]);
  await settled(one);

  expect(new Set(effects(server))).toEqual(new Set(ids));
  expect(server.effects).toHaveLength(3);
});

test("a no in the middle stops its own order only, and the corrected one takes its place", async () => {
  const refused = new Set<string>();
  const server = testServer((envelope) =>
    refused.has(envelope.id)
      ? { kind: "refused", refusal: "LotShort", message: "可用 3 盒，要 5 盒", facts: {} }
      : { kind: "applied", result: null },
  );
  const person = somebody({ online: false });
  const queue = phone(server, person);
  const [first, behind, other] = [
    await close(queue),
    await close(queue),
    await close(queue, CLOSE.pickLineId.replace("a", "c")),
  ];
  refused.add(first);
  person.online = true;
  await settled(queue);
  expect(effects(server)).toEqual([other]);
  expect(queue.state.value.records.filter(needsAttention).map(({ id }) => id)).toEqual([first]);

  const fixed = await close(queue, ORDER, { supersedes: first });
  await settled(queue);

  expect(effects(server)).toEqual([other, expect.any(String), fixed, behind]);
  expect(queue.summary.value).toEqual({ savedHere: 0, sent: 0, needsAttention: 0 });
});

describe("attachments", () => {
  const size = 2 * PART_BYTES + 100;
  const photo = () => ({
    id: "01900000-0000-7000-8000-0000000000f0",
    mime: "image/jpeg",
    bytes: Uint8Array.from({ length: size }, (_, at) => at % 251).buffer,
  });

  test("go on where they stopped, also after an answer that was lost", async () => {
    const server = testServer();
    const path = `/attachments/${photo().id}`;
    server.faults.set(path, [
      () => new Response(null, { status: 404 }),
      () => new Response(null, { status: 503 }),
    ]);
    const queue = phone(server, somebody());
    await close(queue, ORDER, { attachments: [photo()] });
    await settled(queue);
    server.faults.set(path, ["lost"]);
    await settled(queue);
    await settled(queue);

    const there = server.files.get(path) ?? new Uint8Array();
    expect(there.length).toBe(size);
    expect(await sha256(there)).toEqual(await sha256(new Uint8Array(photo().bytes)));
    expect(
      queue.state.value.records.flatMap(({ attachments }) => attachments).map(({ offset }) => offset),
    ).toEqual([size]);
  });

  test("that the server will never take stop nothing else", async () => {
    const server = testServer();
    const bad = { ...photo(), id: "01900000-0000-7000-8000-0000000000f1", bytes: new Uint8Array(10).buffer };
    const unfit = () => new Response(null, { status: 415 });
    server.faults.set(`/attachments/${bad.id}`, [() => new Response(null, { status: 404 }), unfit]);
    const queue = phone(server, somebody({ online: true }));
    await close(queue, ORDER, { attachments: [bad, photo()] });
    while (queue.sending.value) await new Promise((resolve) => setTimeout(resolve, 1));

    expect([...server.files.keys()]).toEqual([`/attachments/${photo().id}`]);
    expect(server.effects).toHaveLength(1);
  });
});

describe("leaving", () => {
  test("what is handed to the office is kept there and takes no effect yet", async () => {
    const server = testServer();
    const person = somebody();
    const queue = phone(server, person);
    await close(queue);
    await settled(queue);
    person.online = false;
    await close(queue, "01900000-0000-7000-8000-00000000000b");
    await settled(queue);
    person.online = true;

    expect(await queue.handIn()).toBe(0);
    expect([server.kept.length, server.effects.length]).toEqual([2, 1]);
  });

  test("the rescue file holds every envelope with its signature", async () => {
    const queue = phone(testServer(), somebody({ online: false }));
    const id = await close(queue);

    const file: { envelopes: { envelope: string; deviceSignature: string }[] } = JSON.parse(
      await queue.rescueFile(),
    );

    expect(file.envelopes.map(({ envelope }) => envelope.includes(id))).toEqual([true]);
    expect(file.envelopes[0]?.deviceSignature).toMatch(/^[A-Za-z0-9_-]{86}$/);
  });
});

test("a phone whose storage refuses keeps the form open and its draft", async () => {
  const database = personalDatabase("u1");
  await database.use((db) => db.put("drafts", { key: "d", json: "{}", savedAt: "" }));
  const queue = phone(testServer(), somebody({ online: false }));
  const attachments = [
    { id: "01900000-0000-7000-8000-0000000000f0", mime: "image/jpeg", bytes: new ArrayBuffer(3) },
  ];
  await close(queue, ORDER, { attachments });

  const saved = await queue.enqueue(
    "logistics.finishPick",
    { kind: "outbound", id: ORDER },
    { outboundId: ORDER },
    { attachments, draftKey: "d" },
  );

  expect(saved).toEqual({ kind: "noRoom" });
  expect(await database.use((db) => db.count("drafts"))).toBe(1);
  await queue.reread();
  expect(queue.summary.value.savedHere).toBe(1);
});

test("what a person did is read back from what was signed, and laid over what the server last said", async () => {
  const server = testServer((envelope) =>
    envelope.entity.endsWith("b")
      ? { kind: "refused", refusal: "LinesOpen", message: "还有未拣的行", facts: {} }
      : { kind: "applied", result: null },
  );
  const person = somebody();
  const queue = phone(server, person);
  await close(queue);
  await close(queue, "01900000-0000-7000-8000-00000000000b");
  await settled(queue);
  person.online = false;
  const pending = await close(queue, "01900000-0000-7000-8000-00000000000c");

  expect(queue.commands.value.map(({ standing, message }) => [standing, message])).toEqual([
    ["done", null],
    ["needsAttention", "还有未拣的行"],
    ["savedHere", null],
  ]);
  expect(queue.commands.value.at(-1)?.input).toEqual({ outboundId: "01900000-0000-7000-8000-00000000000c" });
  expect(overlaid<string[]>([], queue.commands.value, (done, { id }) => [...done, id])).toEqual([pending]);
});
