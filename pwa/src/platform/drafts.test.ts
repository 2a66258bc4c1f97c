import "fake-indexeddb/auto";
import { effectScope, nextTick, reactive } from "vue";
import { beforeEach, expect, test } from "vitest";
import { personalDrafts } from "@/app/personalDrafts";
import { openDatabase, type Database } from "./database";
import { draftStore, useDraft, type DraftStore } from "./drafts";
import { DRAFTS, type PersonalSchema } from "./personalDatabase";
import { anythingUnsaved } from "./unsaved";

interface Form {
  note: string;
  lines: { product: string; quantity: number }[];
}
const names = { last: 0 };
let database: Database<PersonalSchema>;
let store: DraftStore;

function open(name: string, version = 1, onOutdated?: () => void): Database<PersonalSchema> {
  return openDatabase<PersonalSchema>({
    name,
    version,
    upgrade: (db, oldVersion) => {
      if (oldVersion < 1) db.createObjectStore(DRAFTS, { keyPath: "key" });
    },
    ...(onOutdated === undefined ? {} : { onOutdated }),
  });
}
const empty = (): Form => reactive({ note: "", lines: [] });
/** What a page writes: only fields it still knows, of the shape it knows. */
function accept(stored: unknown): Partial<Form> | null {
  return typeof stored === "object" && stored !== null && "note" in stored && typeof stored.note === "string"
    ? { note: stored.note }
    : null;
}

beforeEach(() => {
  names.last += 1;
  database = open(`drafts-${names.last}`);
  store = draftStore(database);
});

test("what was typed is there again after the tab was killed", async () => {
  const first = effectScope();
  const form = empty();
  const draft = first.run(() => useDraft("order", form, accept, store));
  form.note = "货到前打电话";
  form.lines.push({ product: "EL-0106", quantity: 4 });
  expect(anythingUnsaved()).toBe(true);
  await draft?.flush();
  expect(anythingUnsaved()).toBe(false);
  await database.close(); // The process is gone; only what is stored is left.

  const again = empty();
  const restored = effectScope().run(() => useDraft("order", again, accept, store));
  await restored?.ready;
  expect([again.note, restored?.restored.value]).toEqual(["货到前打电话", true]);
  expect(anythingUnsaved()).toBe(false);
});

test("a draft that was thrown away is gone, until it is put back as it was", async () => {
  const form = empty();
  const draft = effectScope().run(() => useDraft("order", form, accept, store));
  form.note = "货到前打电话";
  await draft?.flush();
  const putBack = await draft?.discard();
  expect(await store.read("order")).toBeNull();
  form.note = "";
  await putBack?.();
  expect((await store.read("order"))?.json).toBe('{"note":"货到前打电话","lines":[]}');
});

test("a draft that is not understood is left alone, and the form stays empty", async () => {
  await store.write({ key: "order", json: '{"note":7}', savedAt: "2026-11-22T01:41:00Z" });
  const form = empty();
  const draft = effectScope().run(() => useDraft("order", form, accept, store));
  await draft?.ready;
  expect([form.note, draft?.restored.value]).toEqual(["", false]);
});

test("what is typed while an old draft is being read wins", async () => {
  await store.write({ key: "order", json: '{"note":"old"}', savedAt: "2026-11-22T01:41:00Z" });
  const form = empty();
  const draft = effectScope().run(() => useDraft("order", form, accept, store));
  form.note = "new";
  await draft?.ready;
  expect([form.note, draft?.restored.value]).toEqual(["new", false]);
});

test("a discarded draft does not come back", async () => {
  const form = empty();
  const draft = effectScope().run(() => useDraft("order", form, accept, store));
  form.note = "x";
  await draft?.flush();
  form.note = "y";
  await draft?.discard();
  expect(await store.read("order")).toBeNull();
});

test("when storage refuses, the form says so and nothing may reload the page", async () => {
  const full: DraftStore = {
    ...store,
    write: () => Promise.reject(new DOMException("full", "QuotaExceededError")),
  };
  const scope = effectScope();
  const form = empty();
  const draft = scope.run(() => useDraft("order", form, accept, full));
  form.note = "x";
  await draft?.flush();
  expect([draft?.couldNotSave.value, anythingUnsaved()]).toEqual([true, true]);
  scope.stop();
  await expect.poll(anythingUnsaved).toBe(false);
});

test("a colleague on the same phone has no drafts of mine, nobody has none", async () => {
  const signedIn: { id: string | null } = { id: `shen-${names.last}` };
  const drafts = personalDrafts(() => signedIn.id);
  await drafts.write({ key: "order", json: '{"note":"mine"}', savedAt: "now" });
  signedIn.id = `chen-${names.last}`;
  expect(await drafts.read("order")).toBeNull();
  signedIn.id = null;
  await expect(drafts.read("order")).rejects.toThrow("signed in");
  signedIn.id = `shen-${names.last}`;
  expect((await drafts.read("order"))?.json).toBe('{"note":"mine"}');
});

test("a connection the phone has killed is opened again, once", async () => {
  let tries = 0;
  const read = await database.use(async (db) => {
    tries += 1;
    if (tries === 1) db.close(); // What WebKit does to a page in the background.
    await db.put(DRAFTS, { key: "a", json: "1", savedAt: "now" });
    return await db.get(DRAFTS, "a");
  });
  expect([tries, read?.json]).toEqual([2, "1"]);
});

test("a connection that keeps dying is reported, not tried for ever", async () => {
  let tries = 0;
  const work = database.use((db) => {
    tries += 1;
    db.close();
    return db.get(DRAFTS, "a");
  });
  await expect(work).rejects.toMatchObject({ name: "InvalidStateError" });
  expect(tries).toBe(2);
});

test("another kind of trouble is not repeated", async () => {
  let tries = 0;
  const work = database.use(() => {
    tries += 1;
    return Promise.reject(new DOMException("full", "QuotaExceededError"));
  });
  await expect(work).rejects.toThrow("full");
  expect(tries).toBe(1);
});

test("an old tab lets go when a newer version wants to upgrade", async () => {
  const name = `upgrade-${names.last}`;
  let outdated = 0;
  const old = open(name, 1, () => {
    outdated += 1;
  });
  await old.use((db) => db.count(DRAFTS));
  const newer = open(name, 2);
  expect(await newer.use((db) => db.count(DRAFTS))).toBe(0);
  await nextTick();
  expect(outdated).toBe(1);
});
