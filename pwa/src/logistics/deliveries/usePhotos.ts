/** Photos of a form that is not saved yet: kept on the phone, because the system's camera may reload the page. */
import type { NewAttachment } from "@offline/enqueue";
import { useSession } from "@/platform/session";
import { floorDatabase } from "../phone/floorDatabase";

export interface FormPhotos {
  keep(photo: NewAttachment): Promise<void>;
  of(ids: readonly (string | null)[]): Promise<NewAttachment[]>;
  forget(): Promise<void>;
}

export function usePhotos(form: string): FormPhotos {
  const { person } = useSession();
  const memory = new Map<string, NewAttachment>();
  const database = () => floorDatabase(person.value?.userId ?? "nobody");

  return {
    async keep(photo) {
      memory.set(photo.id, photo);
      try {
        await database().use((open) => open.put("photos", { ...photo, form }));
      } catch {
        // No room: the photo lasts as long as the page.
      }
    },
    async of(ids) {
      const wanted = [...new Set(ids)].filter((id) => id !== null);
      const found = await Promise.all(
        wanted.map(async (id) => memory.get(id) ?? (await database().use((open) => open.get("photos", id)))),
      );
      return found.filter((photo) => photo !== undefined).map(({ id, mime, bytes }) => ({ id, mime, bytes }));
    },
    async forget() {
      memory.clear();
      await database().use(async (open) => {
        for (const id of await open.getAllKeysFromIndex("photos", "form", form))
          await open.delete("photos", id);
      });
    },
  };
}
