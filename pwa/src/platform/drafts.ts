/**
 * A half-filled form survives a killed tab. Drafts live in the person's own database, beside the queue, so that
 * enqueueing a command and removing its draft can be one transaction.
 */
import { getCurrentScope, inject, onScopeDispose, ref, toRaw, watch, type InjectionKey, type Ref } from "vue";
import { DRAFTS, type Draft, type PersonalDatabase } from "./personalDatabase";
import { unsavedMark } from "./unsaved";

const SAVE_AFTER_MS = 400;

export interface DraftStore {
  read(key: string): Promise<Draft | null>;
  /** Those whose keys begin with `prefix`, the latest first. */
  list(prefix: string): Promise<readonly Draft[]>;
  write(draft: Draft): Promise<void>;
  remove(key: string): Promise<void>;
}

export const draftStoreKey: InjectionKey<DraftStore> = Symbol("draft store");

export function draftStore(database: PersonalDatabase): DraftStore {
  return {
    read: (key) => database.use(async (db) => (await db.get(DRAFTS, key)) ?? null),
    list: (prefix) =>
      database.use(async (db) => {
        const found = await db.getAll(DRAFTS, IDBKeyRange.bound(prefix, `${prefix}\uffff`));
        return [...found].sort((left, right) => right.savedAt.localeCompare(left.savedAt));
      }),
    write: (draft) => database.use(async (db) => void (await db.put(DRAFTS, draft))),
    remove: (key) => database.use((db) => db.delete(DRAFTS, key)),
  };
}

export interface DraftState {
  /** Resolves when an earlier draft, if any, has been put back into the form. */
  readonly ready: Promise<void>;
  /** True when the form began with an earlier draft. */
  readonly restored: Readonly<Ref<boolean>>;
  readonly savedAt: Readonly<Ref<string | null>>;
  /** Storage refused: the form must stay open and say so. */
  readonly couldNotSave: Readonly<Ref<boolean>>;
  /** Stores now; call it before anything that may reload the page, such as opening the photo picker. */
  flush(): Promise<void>;
  /** Takes the draft away; what is returned puts it back as it was. */
  discard(): Promise<() => Promise<void>>;
}

/**
 * Saves `form` (a reactive object of JSON values) under `key` 400 ms after each change. `accept` turns a stored draft,
 * perhaps of an older version of the form, into the fields that may be put back; null when it is not understood.
 */
export function useDraft<Form extends object>(
  key: string,
  form: Form,
  accept: (stored: unknown) => Partial<Form> | null,
  store: DraftStore | undefined = inject(draftStoreKey),
): DraftState {
  if (store === undefined) throw new Error("useDraft needs the draft store of a signed-in person");
  const restored = ref(false);
  const savedAt = ref<string | null>(null);
  const couldNotSave = ref(false);
  const unsaved = unsavedMark();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pending = false;
  let restoring = false;

  const flush = async (): Promise<void> => {
    clearTimeout(timer);
    if (!pending) return;
    pending = false;
    const now = new Date().toISOString();
    try {
      await store.write({ key, json: JSON.stringify(toRaw(form)), savedAt: now });
      savedAt.value = now;
      couldNotSave.value = false;
      if (!pending) unsaved.set(false);
    } catch {
      couldNotSave.value = true; // Still marked unsaved: nothing may reload the page now.
    }
  };

  const ready = restore(store, key, accept).then((earlier) => {
    if (earlier === null || pending) return; // What the person has typed meanwhile is newer than any draft.
    restoring = true;
    Object.assign(form, earlier.fields);
    restoring = false;
    restored.value = true;
    savedAt.value = earlier.savedAt;
  });

  const stopWatching = watch(
    form,
    () => {
      if (restoring) return;
      pending = true;
      unsaved.set(true);
      clearTimeout(timer);
      timer = setTimeout(flush, SAVE_AFTER_MS);
    },
    { deep: true, flush: "sync" },
  );
  const flushWhenHidden = (): void => {
    if (document.visibilityState === "hidden") void flush();
  };
  document.addEventListener("visibilitychange", flushWhenHidden);
  addEventListener("pagehide", flush);

  const leave = (): void => {
    stopWatching();
    document.removeEventListener("visibilitychange", flushWhenHidden);
    removeEventListener("pagehide", flush);
    void flush().finally(() => unsaved.set(false));
  };
  if (getCurrentScope()) onScopeDispose(leave);

  return {
    ready,
    restored,
    savedAt,
    couldNotSave,
    flush,
    async discard() {
      clearTimeout(timer);
      pending = false;
      unsaved.set(false);
      restored.value = false;
      savedAt.value = null;
      const gone: Draft = { key, json: JSON.stringify(toRaw(form)), savedAt: new Date().toISOString() };
      await store.remove(key);
      return () => store.write(gone);
    },
  };
}

async function restore<Form>(
  store: DraftStore,
  key: string,
  accept: (stored: unknown) => Partial<Form> | null,
): Promise<{ fields: Partial<Form>; savedAt: string } | null> {
  try {
    const draft = await store.read(key);
    if (draft === null) return null;
    const stored: unknown = JSON.parse(draft.json);
    const fields = accept(stored);
    return fields === null ? null : { fields, savedAt: draft.savedAt };
  } catch {
    return null; // An unreadable draft is worth less than an open form.
  }
}
