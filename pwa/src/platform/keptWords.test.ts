import "fake-indexeddb/auto";
import { effectScope, ref, type EffectScope } from "vue";
import { beforeEach, expect, test } from "vitest";
import { openDatabase } from "./database";
import { draftStore, type DraftStore } from "./drafts";
import { useKeptWords, type KeptWords } from "./keptWords";
import { DRAFTS, type PersonalSchema } from "./personalDatabase";

const names = { last: 0 };
let store: DraftStore;

beforeEach(() => {
  names.last += 1;
  store = draftStore(
    openDatabase<PersonalSchema>({
      name: `kept-words-${names.last}`,
      version: 1,
      upgrade: (db) => void db.createObjectStore(DRAFTS, { keyPath: "key" }),
    }),
  );
});

interface Open {
  readonly scope: EffectScope;
  readonly kept: KeptWords;
}
function open(about: () => string | null): Open {
  const scope = effectScope();
  const kept = scope.run(() => useKeptWords(about, store));
  if (kept === undefined) throw new Error("the scope is active");
  return { scope, kept };
}
const stored = async (key: string): Promise<string | null> => (await store.read(key))?.json ?? null;

test("a reason is there again after its sheet was left, each for what it was typed about", async () => {
  const about = ref<string | null>("hold:a");
  const { kept } = open(() => about.value);
  kept.words.value = "冷库报警";
  about.value = "hold:b";
  expect(kept.words.value).toBe("");
  kept.words.value = "标签破损";
  about.value = null;
  expect(kept.words.value).toBe("");
  about.value = "hold:a";
  await expect.poll(() => kept.words.value).toBe("冷库报警");
  about.value = "hold:b";
  await expect.poll(() => kept.words.value).toBe("标签破损");
});

test("a page that is taken away stores what was typed last", async () => {
  const { scope, kept } = open(() => "cancel:1");
  kept.words.value = "客户改期";
  scope.stop();
  await expect.poll(() => stored("cancel:1")).toBe('{"words":"客户改期"}');
});

test("what was sent is not kept, and nothing of it is stored later", async () => {
  const { scope, kept } = open(() => "cancel:1");
  kept.words.value = "客户改期";
  await kept.forget();
  scope.stop();
  expect([kept.words.value, await stored("cancel:1")]).toEqual(["", null]);
});

test("a draft of another shape is left alone", async () => {
  await store.write({ key: "cancel:1", json: '{"words":7}', savedAt: "2026-11-22T01:41:00Z" });
  const { kept } = open(() => "cancel:1");
  await store.read("cancel:1"); // The sheet's own reading was asked for earlier and is answered by now.
  expect(kept.words.value).toBe("");
});

test("words without a thing that they are about are not kept", async () => {
  const { kept } = open(() => null);
  kept.words.value = "x";
  await kept.forget();
  expect([kept.words.value, await store.list("")]).toEqual(["", []]);
});
