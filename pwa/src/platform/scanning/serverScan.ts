/** Photos that the phone cannot read, read by the server's engines. The composition root gives the door. */
import { inject, type InjectionKey } from "vue";
import type { DecodedCode } from "./scan";

export type ServerReading = readonly DecodedCode[] | "offline" | { readonly refused: string };

export interface PhotoReader {
  read(photo: Blob): Promise<ServerReading>;
}

export const photoReaderKey: InjectionKey<PhotoReader> = Symbol("photoReader");

/** null where nobody gave a door: then the phone reads alone. */
export function usePhotoReader(): PhotoReader | null {
  return inject(photoReaderKey, null);
}
