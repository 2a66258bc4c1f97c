/** Reads and sends attachments with the session's token. */
import type { Files } from "@/platform/files";
import type { Credentials } from "@/graphql/client";
import { sendFile } from "@/sync/uploading";

const TIMEOUT_MS = 30_000;

export function filesDoor(
  credentials: Credentials,
  fetcher: typeof fetch = (input, init) => fetch(input, init),
): Files {
  return {
    async read(id) {
      try {
        const token = await credentials.token();
        const answer = await fetcher(`/attachments/${encodeURIComponent(id)}`, {
          headers: token === null ? {} : { Authorization: `Bearer ${token}` },
          signal: AbortSignal.timeout(TIMEOUT_MS),
        });
        return answer.ok ? await answer.blob() : "not there";
      } catch {
        return "offline";
      }
    },
    send: (file, reached) => sendFile(file, { ...sessionOf(credentials), fetcher }, reached),
  };
}

const sessionOf = (credentials: Credentials): Credentials => ({
  token: () => credentials.token(),
  refresh: () => credentials.refresh(),
});
