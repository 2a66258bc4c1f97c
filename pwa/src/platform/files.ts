/** Files that stand as attachments on the server. The composition root gives the door; it alone knows the token. */
import { inject, type InjectionKey } from "vue";

export type FileAnswer = Blob | "offline" | "not there";

export interface FileToSend {
  readonly id: string;
  readonly mime: string;
  readonly bytes: ArrayBuffer;
}

/** later: no network, or the server could not now; the same call goes on where it stopped. never: not this file. */
export type SendAnswer = "done" | "later" | "signedOut" | "never";

export interface Files {
  read(id: string): Promise<FileAnswer>;
  /** Tells how far it is, from 0 to 1. */
  send(file: FileToSend, reached: (share: number) => void): Promise<SendAnswer>;
}

export const filesKey: InjectionKey<Files> = Symbol("files");

export function useFiles(): Files {
  const files = inject(filesKey);
  if (files === undefined) throw new Error("useFiles outside the app");
  return files;
}

/** Saved under its name and opened by the phone's own reader: a PDF may carry scripts and is never shown in our page. */
export function saveFile(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
