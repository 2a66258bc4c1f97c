/** A photo to the server in parts; after a lost answer it says how far it has come, and we go on there. */
import { hex } from "@offline/digest";
import type { Credentials } from "@/graphql/client";
import type { NewAttachment } from "./writing";

const PART_BYTES = 512 * 1024;
const TIMEOUT_MS = 30_000;

/** True when the server has all of it, or says that it will never take it; false to try again later. */
export async function uploaded(
  { id, mime, bytes }: NewAttachment,
  credentials: Credentials,
  fetcher: typeof fetch = (input, init) => fetch(input, init),
): Promise<boolean> {
  const sha256 = hex(await crypto.subtle.digest("SHA-256", bytes));
  const call = async (method: "HEAD" | "PATCH", offset: number): Promise<Response> => {
    const token = await credentials.token();
    return await fetcher(`/attachments/${id}`, {
      method,
      headers: {
        ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
        "X-Lotline": "1",
        "Upload-Offset": String(offset),
        "Upload-Length": String(bytes.byteLength),
        "Upload-Sha256": sha256,
        "Upload-Mime": mime,
      },
      ...(method === "PATCH" ? { body: bytes.slice(offset, offset + PART_BYTES) } : {}),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  };
  try {
    let offset = offsetIn(await call("HEAD", 0)) ?? 0;
    while (offset < bytes.byteLength) {
      const answer = await call("PATCH", offset);
      if (answer.status === 413 || answer.status === 415) return true; // No photo: asking again changes nothing.
      const next = offsetIn(answer);
      if (next === null || (!answer.ok && answer.status !== 409) || next === offset) return false;
      offset = next;
    }
    return true;
  } catch {
    return false;
  }
}

function offsetIn(answer: Response): number | null {
  const offset = Number(answer.headers.get("upload-offset") ?? Number.NaN);
  return Number.isInteger(offset) && offset >= 0 ? offset : null;
}
