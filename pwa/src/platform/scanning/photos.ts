/** One photo, read on the phone first at its full size, then by the server when there is one: a cold room waits for nobody. */
import type { Decoder } from "./decoder";
import type { DecodedCode } from "./scan";
import type { PhotoReader } from "./serverScan";

export const PHOTO_BYTES_MAX = 40 * 1024 * 1024;
/** What the server's door takes. */
export const SERVER_PHOTO_BYTES_MAX = 10 * 1024 * 1024;

export type PhotoState =
  | { readonly kind: "none" }
  | { readonly kind: "here"; readonly progress: number }
  | { readonly kind: "atServer" }
  | { readonly kind: "nothing"; readonly askedServer: boolean }
  | { readonly kind: "tooLarge" }
  | { readonly kind: "refused"; readonly message: string };

export async function readStill(
  photo: Blob,
  decoder: Pick<Decoder, "read">,
  server: PhotoReader | null,
  tell: (state: PhotoState) => void,
): Promise<readonly DecodedCode[]> {
  if (photo.size > PHOTO_BYTES_MAX) {
    tell({ kind: "tooLarge" });
    return [];
  }
  tell({ kind: "here", progress: 0 });
  const here = await decoder.read(photo, (progress) => tell({ kind: "here", progress }));
  if (here.length > 0) return found(here, tell);
  if (server === null || photo.size > SERVER_PHOTO_BYTES_MAX) {
    tell({ kind: "nothing", askedServer: false });
    return [];
  }
  tell({ kind: "atServer" });
  const there = await server.read(photo);
  if (there === "offline") tell({ kind: "nothing", askedServer: false });
  else if ("refused" in there) tell({ kind: "refused", message: there.refused });
  else if (there.length === 0) tell({ kind: "nothing", askedServer: true });
  else return found(there, tell);
  return [];
}

/** A code that stands on the photo twice is one. */
function found(codes: readonly DecodedCode[], tell: (state: PhotoState) => void): readonly DecodedCode[] {
  tell({ kind: "none" });
  return [...new Map(codes.map((code) => [code.text, code])).values()];
}
