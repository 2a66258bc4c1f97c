/** The one field of a sheet, such as a reason: it survives a killed tab and waits for the thing it was typed about. */
import { computed, effectScope, inject, onScopeDispose, reactive, shallowRef, watch, type Ref } from "vue";
import { draftStoreKey, useDraft, type DraftState } from "./drafts";

export interface KeptWords {
  readonly words: Ref<string>;
  /** They have been sent: nothing of them is kept. */
  forget(): Promise<void>;
}

interface Kept {
  readonly form: { words: string };
  readonly draft: DraftState;
  stop(): void;
}

/** `about` names the draft while the sheet is open; null while it is closed, and what was typed is put away. */
export function useKeptWords(about: () => string | null, store = inject(draftStoreKey)): KeptWords {
  const kept = shallowRef<Kept | null>(null);

  watch(
    about,
    (key) => {
      kept.value?.stop();
      kept.value = key === null ? null : opened(key);
    },
    { immediate: true, flush: "sync" },
  );
  onScopeDispose(() => kept.value?.stop());

  /** A form of its own for each key: a draft that is still being read can only arrive in the field it belongs to. */
  function opened(key: string): Kept | null {
    const scope = effectScope(true);
    const form = reactive({ words: "" });
    const draft = scope.run(() => useDraft(key, form, accepted, store));
    return draft === undefined ? null : { form, draft, stop: () => scope.stop() };
  }

  return {
    words: computed({
      get: () => kept.value?.form.words ?? "",
      set: (words) => {
        if (kept.value !== null) kept.value.form.words = words;
      },
    }),
    async forget() {
      if (kept.value === null) return;
      kept.value.form.words = "";
      await kept.value.draft.discard().catch(() => undefined); // What was sent is sent, whatever the storage says.
    },
  };
}

function accepted(stored: unknown): { words: string } | null {
  if (typeof stored !== "object" || stored === null || !("words" in stored)) return null;
  return typeof stored.words === "string" ? { words: stored.words } : null;
}
