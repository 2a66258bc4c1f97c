/** A file for a form: pictures made smaller and without the place they were taken at, everything else as it is. */
import * as v from "valibot";
import type { FileToSend } from "./files";
import { newId } from "./ids";
import { DOCUMENT_SIDE_MAX, photoFrom } from "./photo";

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** What the server takes at most. */
export const FILE_BYTES_MAX = 10 * 1024 * 1024;

export const sentFileSchema = v.object({
  id: v.string(),
  name: v.string(),
  mime: v.string(),
  size: v.number(),
});
/** What a form keeps of a file that the server has. */
export type SentFile = v.InferOutput<typeof sentFileSchema>;

/** Read as far as this phone needs to; "unreadable" is a picture that is none. */
export async function fileFrom(file: File): Promise<FileToSend | "tooLarge" | "unreadable"> {
  if (file.type.startsWith("image/")) {
    const photo = await photoFrom(file, DOCUMENT_SIDE_MAX);
    return photo ?? "unreadable";
  }
  if (file.size > FILE_BYTES_MAX) return "tooLarge";
  if (file.size === 0) return "unreadable";
  return { id: newId(), mime: typeOf(file), bytes: await file.arrayBuffer() };
}

/** A machine without a spreadsheet program does not know what it holds; the name does. */
function typeOf(file: File): string {
  return file.type === "" && file.name.toLowerCase().endsWith(".xlsx") ? XLSX : file.type;
}
