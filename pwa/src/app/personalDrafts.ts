/** Each person's drafts in a database of their own: a colleague on the same phone never sees them. */
import { draftStore, type DraftStore } from "@/platform/drafts";
import { personalDatabase } from "@/platform/personalDatabase";

/** Drafts of whoever is signed in when they are read or written; nobody signed in is a refused write. */
export function personalDrafts(userId: () => string | null): DraftStore {
  const opened = new Map<string, DraftStore>();
  const current = async (): Promise<DraftStore> => {
    const id = userId();
    if (id === null) throw new Error("drafts need somebody who is signed in");
    const known = opened.get(id);
    if (known !== undefined) return known;
    const made = draftStore(personalDatabase(id));
    opened.set(id, made);
    return made;
  };
  return {
    read: async (key) => await (await current()).read(key),
    list: async (prefix) => await (await current()).list(prefix),
    write: async (draft) => await (await current()).write(draft),
    remove: async (key) => await (await current()).remove(key),
  };
}
