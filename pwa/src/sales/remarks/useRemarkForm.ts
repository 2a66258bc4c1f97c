/**
 * A remark under somebody's hands: words, photos, and for staff whether the customer reads it too. It goes through the
 * queue; one that was refused is put right and goes again in its own place.
 */
import type { NewAttachment } from "@offline/enqueue";
import {
  computed,
  onScopeDispose,
  reactive,
  ref,
  shallowRef,
  type ComputedRef,
  type Ref,
  type ShallowRef,
} from "vue";
import { t } from "@/i18n";
import { useDraft } from "@/platform/drafts";
import { photoFrom } from "@/platform/photo";
import { useSession } from "@/platform/session";
import { useQueue } from "@/sync/queue";
import { announce } from "@/ui/announce";
import { ADD_REMARK, PHOTOS_MAX, type RefusedRemark } from "./remarks";

export interface TakenPhoto {
  readonly photo: NewAttachment;
  readonly address: string;
}

export interface RemarkWriting {
  readonly form: { text: string };
  readonly readers: Ref<"staff" | "customer">;
  readonly photos: Readonly<ShallowRef<readonly TakenPhoto[]>>;
  readonly isPortal: ComputedRef<boolean>;
  readonly isEmpty: ComputedRef<boolean>;
  readonly reading: Readonly<Ref<boolean>>;
  readonly unreadable: Readonly<Ref<boolean>>;
  readonly saving: Readonly<Ref<boolean>>;
  readonly couldNotSave: Readonly<Ref<boolean>>;
  /** Stores what is written; call it before the system's camera opens, which may reload the page. */
  flush(): Promise<void>;
  add(files: readonly File[]): Promise<void>;
  remove(photo: TakenPhoto): void;
  /** Whether it is on its way. */
  send(): Promise<boolean>;
}

export function useRemarkForm(orderId: string, refused: RefusedRemark | null = null): RemarkWriting {
  const { person } = useSession();
  const { enqueue, newId } = useQueue();
  const draftKey = refused === null ? `remark:${orderId}` : `remark-again:${refused.commandId}`;
  const form = reactive({ text: refused?.text ?? "" });
  const draft = useDraft<{ text: string }>(draftKey, form, acceptedDraft);
  const readers = ref<"staff" | "customer">(refused?.shownToCustomer === true ? "customer" : "staff");
  const photos = shallowRef<readonly TakenPhoto[]>((refused?.photos ?? []).map(shown));
  const reading = ref(false);
  const unreadable = ref(false);
  const saving = ref(false);
  const couldNotSave = ref(false);
  const isEmpty = computed(() => form.text.trim() === "" && photos.value.length === 0);

  function remove(one: TakenPhoto): void {
    URL.revokeObjectURL(one.address);
    photos.value = photos.value.filter((other) => other !== one);
  }
  onScopeDispose(() => {
    for (const { address } of photos.value) URL.revokeObjectURL(address);
  });

  return {
    form,
    readers,
    photos,
    isPortal: computed(() => person.value?.kind === "portal"),
    isEmpty,
    reading,
    unreadable,
    saving,
    couldNotSave,
    flush: () => draft.flush(),
    async add(files) {
      reading.value = true;
      unreadable.value = false;
      for (const file of files.slice(0, PHOTOS_MAX - photos.value.length)) {
        const photo = await photoFrom(file);
        if (photo === null) unreadable.value = true;
        else photos.value = [...photos.value, shown(photo)];
      }
      reading.value = false;
    },
    remove,
    async send() {
      if (saving.value || isEmpty.value) return false;
      saving.value = true;
      const remarkId = refused?.remarkId ?? newId();
      const attachments = photos.value.map(({ photo }) => photo);
      const write = (instead: { readonly supersedes?: string }) =>
        enqueue(
          ADD_REMARK,
          { kind: "orderRemark", id: remarkId },
          {
            remarkId,
            orderId,
            text: form.text.trim() === "" ? null : form.text,
            photoIds: attachments.map(({ id }) => id),
            shownToCustomer: readers.value === "customer",
          },
          { attachments, draftKey, ...instead },
        );
      let saved = await write(refused === null ? {} : { supersedes: refused.commandId });
      // The refused one was decided about meanwhile, perhaps in another window: then this stands on its own.
      if (refused !== null && saved.kind === "notAllowed") saved = await write({});
      saving.value = false;
      couldNotSave.value = saved.kind !== "saved";
      if (saved.kind !== "saved") return false;
      await draft.discard();
      form.text = "";
      for (const one of photos.value) remove(one);
      readers.value = "staff";
      announce(t("sales.remarkSaved"), "good");
      return true;
    },
  };
}

function shown(photo: NewAttachment): TakenPhoto {
  return { photo, address: URL.createObjectURL(new Blob([photo.bytes], { type: photo.mime })) };
}

function acceptedDraft(stored: unknown): { text: string } | null {
  if (typeof stored !== "object" || stored === null || !("text" in stored)) return null;
  return typeof stored.text === "string" ? { text: stored.text } : null;
}
