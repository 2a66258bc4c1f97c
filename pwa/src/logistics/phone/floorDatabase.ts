/** Photos of forms that are not saved yet, one database a person. Everything else stands in the personal database. */
import type { NewAttachment } from "@offline/enqueue";
import type { DBSchema } from "idb";
import { openDatabase, type Database } from "@/platform/database";

export interface FormPhoto extends NewAttachment {
  readonly form: string;
}

export interface FloorSchema extends DBSchema {
  photos: { key: string; value: FormPhoto; indexes: { form: string } };
}

const opened = new Map<string, Database<FloorSchema>>();

export function floorDatabase(userId: string): Database<FloorSchema> {
  const known = opened.get(userId);
  if (known !== undefined) return known;
  const made = openDatabase<FloorSchema>({
    name: `lotline-photos-${userId}`,
    version: 1,
    upgrade: (database, oldVersion) => {
      if (oldVersion < 1) database.createObjectStore("photos", { keyPath: "id" }).createIndex("form", "form");
    },
  });
  opened.set(userId, made);
  return made;
}
