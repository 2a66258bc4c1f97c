/**
 * The sender without a page: the browser woke the service worker because there is a network. Open pages are asked first,
 * for they hold a token; without one the worker refreshes the session itself, under the same lock.
 */
import { isObject } from "@offline/digest";
import { isUnsent } from "@offline/queue";
import { SEND_TIMEOUT_MS } from "@offline/sending";
import { uuid7Source } from "@offline/uuid7";
import { ifFree, OUTBOX_LOCK, REFRESH_LOCK, withLock } from "@/platform/locks";
import { personalDatabase } from "@/platform/personalDatabase";
import { queueStore } from "@/platform/queueStore";
import type { Connection } from "./connection";
import { run } from "./run";

interface Grant {
  readonly token: string;
  readonly userId: string;
}

/** Resolves when nothing waits on this phone any more; rejects when the browser should wake us again. */
export async function sendInBackground(fetcher: typeof fetch, changed: () => void): Promise<void> {
  const granted = await refreshed(fetcher);
  if (granted === null) throw new Error("nobody is signed in, or there is no network after all");
  let token = granted.token;
  const connection: Connection = {
    fetcher,
    token: () => Promise.resolve(token),
    refresh: async () => {
      const again = await refreshed(fetcher);
      if (again === null || again.userId !== granted.userId) return null;
      token = again.token;
      return token;
    },
  };
  const database = personalDatabase(granted.userId);
  const store = queueStore(database);
  const runner = {
    database,
    store,
    connection,
    deviceName: "service worker",
    newId: uuid7Source(Date.now, (length) => crypto.getRandomValues(new Uint8Array(length))),
    now: Date.now,
    dice: Math.random,
    online: () => navigator.onLine,
  };
  await ifFree(OUTBOX_LOCK, () => run(runner, true));
  changed();
  const left = (await store.read()).records.filter(isUnsent).length;
  await database.close();
  if (left > 0) throw new Error(`${left} left`);
}

async function refreshed(fetcher: typeof fetch): Promise<Grant | null> {
  return await withLock(REFRESH_LOCK, async () => {
    try {
      const answer = await fetcher("/auth/refresh", {
        method: "POST",
        credentials: "same-origin",
        headers: { "Content-Type": "application/json", "X-Lotline": "1" },
        body: "{}",
        signal: AbortSignal.timeout(SEND_TIMEOUT_MS),
      });
      return answer.ok ? readGrant(await answer.json()) : null;
    } catch {
      return null;
    }
  });
}

function readGrant(said: unknown): Grant | null {
  if (!isObject(said) || typeof said["accessToken"] !== "string" || !isObject(said["session"])) return null;
  const userId = said["session"]["userId"];
  return typeof userId === "string" ? { token: said["accessToken"], userId } : null;
}
