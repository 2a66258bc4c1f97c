/** What the floor keeps on this phone, one database a person: answers to read without network, and writes on their way. */
import type { DBSchema } from "idb";
import { openDatabase, type Database } from "@/platform/database";
import type { NewAttachment, StoredWrite } from "./writing";

export interface KeptAnswer {
  /** The document's name and its variables. */
  readonly key: string;
  readonly json: string;
  readonly at: string;
}

/** A photo of a form that is not saved yet. */
export interface FormPhoto extends NewAttachment {
  readonly form: string;
}

export interface FloorSchema extends DBSchema {
  answers: { key: string; value: KeptAnswer; indexes: { at: string } };
  writes: { key: string; value: StoredWrite };
  photos: { key: string; value: FormPhoto; indexes: { form: string } };
}

const opened = new Map<string, Database<FloorSchema>>();

export function floorDatabase(userId: string): Database<FloorSchema> {
  const known = opened.get(userId);
  if (known !== undefined) return known;
  const made = openDatabase<FloorSchema>({
    name: `lotline-floor-${userId}`,
    version: 1,
    upgrade: (database, oldVersion) => {
      if (oldVersion >= 1) return;
      database.createObjectStore("answers", { keyPath: "key" }).createIndex("at", "at");
      database.createObjectStore("writes", { keyPath: "id" });
      database.createObjectStore("photos", { keyPath: "id" }).createIndex("form", "form");
    },
  });
  opened.set(userId, made);
  return made;
}
