/** The queue on IndexedDB: what is saved is saved whole, by two tabs too, and nothing is ever written over. */
import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { enqueue, type Command } from "@offline/enqueue";
import { NO_CHANGE, type QueueStore } from "@offline/queueStore";
import { command, sealer, uuid7 } from "@offline/testPhone";
import { deviceOf, keptDevice, markEnrolled, publicKeyOf, signWith } from "./deviceKey";
import { personalDatabase, type PersonalDatabase } from "./personalDatabase";
import { queueStore } from "./queueStore";

beforeEach(() => {
  vi.stubGlobal("indexedDB", new IDBFactory());
});

const NO_DRAFT = { draft: null, also: () => NO_CHANGE, allowed: () => true };

async function save(store: QueueStore, ...commands: Command[]) {
  return await enqueue(store, await sealer(), commands, NO_DRAFT);
}
const photo = (label: string, size: number) => ({
  id: uuid7(label),
  mime: "image/jpeg",
  bytes: new Uint8Array(size).fill(7).buffer,
});
const sequences = async (store: QueueStore) => (await store.read()).records.map(({ sequence }) => sequence);

/** Everything on the phone's disk, counted. */
async function counts(database: PersonalDatabase) {
  return await database.use(async (db) => ({
    records: await db.count("records"),
    envelopes: await db.count("envelopes"),
    attachments: await db.count("attachments"),
    drafts: await db.count("drafts"),
  }));
}

describe("saving", () => {
  test("a command, its attachments and the end of its draft are one transaction", async () => {
    const database = personalDatabase("u1");
    const store = queueStore(database);
    await database.use((db) => db.put("drafts", { key: "order-1", json: "{}", savedAt: "" }));

    const attachments = [photo("P1", 3), photo("P2", 5)];
    const saved = await enqueue(store, await sealer(), [command("A", { attachments })], {
      ...NO_DRAFT,
      draft: "order-1",
    });

    expect(saved).toEqual({ kind: "saved" });
    expect(await counts(database)).toEqual({ records: 1, envelopes: 1, attachments: 2, drafts: 0 });
    expect((await store.bytes(uuid7("P2")))?.byteLength).toBe(5);
    const [record] = (await store.read()).records;
    expect((await store.read()).meta.head).toEqual({ sequence: 1, digest: record?.digest });
  });

  test("an aborted transaction has changed nothing: the form stays, draft and all", async () => {
    const database = personalDatabase("u1");
    const store = queueStore(database);
    await database.use((db) => db.put("drafts", { key: "order-1", json: "{}", savedAt: "" }));
    await save(store, command("A", { attachments: [photo("P1", 3)] }));
    const before = await store.read();

    // The same attachment id again: the third of its four writes fails, and takes the others with it.
    const twice = enqueue(store, await sealer(), [command("B", { attachments: [photo("P1", 9)] })], {
      ...NO_DRAFT,
      draft: "order-1",
    });

    await expect(twice).rejects.toMatchObject({ name: "AbortError" });
    expect(await store.read()).toEqual(before);
    expect(await counts(database)).toEqual({ records: 1, envelopes: 1, attachments: 1, drafts: 1 });
    expect((await store.bytes(uuid7("P1")))?.byteLength).toBe(3);
  });

  test("what decides along with it is taken back with it", async () => {
    const store = queueStore(personalDatabase("u1"));
    await save(store, command("A"));
    const broken = enqueue(store, await sealer(), [command("B")], {
      ...NO_DRAFT,
      also: () => {
        throw new Error("the page was closed here");
      },
    });

    await expect(broken).rejects.toThrow("the page was closed here");
    expect(await sequences(store)).toEqual([1]);
  });

  test("two tabs without a common lock still make one chain", async () => {
    const [one, other] = [queueStore(personalDatabase("u1")), queueStore(personalDatabase("u1"))];

    const saved = await Promise.all([
      save(one, command("A")),
      save(other, command("B")),
      save(one, command("C")),
      save(other, command("D")),
    ]);

    expect(saved.map(({ kind }) => kind)).toEqual(["saved", "saved", "saved", "saved"]);
    expect(await sequences(one)).toEqual([1, 2, 3, 4]);
    const texts = await one.sealed((await one.read()).records.map(({ id }) => id));
    const digests = (await one.read()).records.map(({ digest }) => digest);
    const previous = texts.map(({ envelope }) => JSON.parse(envelope).previousDigest);
    expect(previous).toEqual([null, ...digests.slice(0, 3)]);
  });

  test("the same addition, tried again after a lost connection, is not added twice", async () => {
    const store = queueStore(personalDatabase("u1"));
    const kept: Parameters<QueueStore["add"]>[0][] = [];
    const listening: QueueStore = {
      ...store,
      add: (addition) => {
        kept.push(addition);
        return store.add(addition);
      },
    };
    await save(listening, command("A"));
    const [addition] = kept;
    if (addition === undefined) throw new Error("nothing was added");

    expect(await store.add(addition)).toBe("added");
    expect(await sequences(store)).toEqual([1]);
  });
});

describe("progress", () => {
  test("what is put is what was decided upon the stored state, and the head is nobody's to change", async () => {
    const store = queueStore(personalDatabase("u1"));
    await save(store, command("A"), command("B"));
    const { meta } = await store.read();

    const after = await store.change(({ records }) => ({
      meta: { ...meta, head: null, epoch: "e1" },
      put: records.slice(0, 1).map((one) => ({ ...one, custody: "held" })),
      forget: [],
    }));

    expect(after).toEqual(await store.read());
    expect(after.meta).toEqual({ ...meta, epoch: "e1" });
    expect(after.records.map(({ custody }) => custody)).toEqual(["held", "unsent"]);
  });

  test("what is forgotten is gone with its envelope and its attachments", async () => {
    const database = personalDatabase("u1");
    const store = queueStore(database);
    await save(store, command("A", { attachments: [photo("P1", 3)] }), command("B"));

    await store.change(() => ({ ...NO_CHANGE, forget: [uuid7("A")] }));

    expect(await counts(database)).toEqual({ records: 1, envelopes: 1, attachments: 0, drafts: 0 });
    expect(await store.sealed([uuid7("A"), uuid7("B")])).toHaveLength(1);
    expect((await store.read()).meta.head?.sequence).toBe(2);
  });

  test("a record that is gone is not brought back by a late answer", async () => {
    const store = queueStore(personalDatabase("u1"));
    await save(store, command("A"));
    const [late] = (await store.read()).records;
    if (late === undefined) throw new Error("nothing was saved");
    await store.change(() => ({ ...NO_CHANGE, forget: [late.id] }));

    await store.change(() => ({ ...NO_CHANGE, put: [late] }));

    expect(await sequences(store)).toEqual([]);
  });

  test("another person's queue is another database", async () => {
    await save(queueStore(personalDatabase("u1")), command("A"));

    expect(await sequences(queueStore(personalDatabase("u2")))).toEqual([]);
  });
});

describe("the device's key", () => {
  test("is made once, by whichever tab is first, and cannot be read out", async () => {
    const [one, other] = [personalDatabase("u1"), personalDatabase("u1")];
    let made = 0;
    const newId = () => uuid7(`device${(made += 1)}`);

    const [first, second] = await Promise.all([deviceOf(one, newId), deviceOf(other, newId)]);

    expect(second.id).toBe(first.id);
    expect((await deviceOf(one, newId)).id).toBe(first.id);
    await expect(crypto.subtle.exportKey("pkcs8", first.keys.privateKey)).rejects.toThrow("not extractable");
  });

  test("signs what its public half, as the server gets it, verifies", async () => {
    const database = personalDatabase("u1");
    const device = await deviceOf(database, () => uuid7("device"));
    const bytes = new TextEncoder().encode("envelope");
    const signature = await signWith(device)(bytes);
    const spki = Uint8Array.from(
      atob((await publicKeyOf(device)).replaceAll("-", "+").replaceAll("_", "/")),
      (c) => c.charCodeAt(0),
    );
    const key = await crypto.subtle.importKey("spki", spki, { name: "ECDSA", namedCurve: "P-256" }, false, [
      "verify",
    ]);

    expect(await crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, signature, bytes)).toBe(true);
  });

  test("is enrolled when the server says so, and no longer when it has forgotten", async () => {
    const database = personalDatabase("u1");
    await deviceOf(database, () => uuid7("device"));
    await markEnrolled(database, true);
    expect((await keptDevice(database))?.enrolled).toBe(true);
    await markEnrolled(database, false);
    expect((await keptDevice(database))?.enrolled).toBe(false);
  });
});
