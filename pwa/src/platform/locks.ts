/** One holder per origin, across tabs and the service worker. On plain HTTP there are no Web Locks: then per page. */

/** The sender holds this lock while it drains the queue; a reload waits for it. */
export const OUTBOX_LOCK = "outbox";
/** The refresh cookie changes with each use, so one refreshes at a time. */
export const REFRESH_LOCK = "refresh";

const chains = new Map<string, Promise<unknown>>();

/** Waits its turn. Keep the work short and without user waits: another tab stands behind it. */
export async function withLock<T>(name: string, work: () => Promise<T>): Promise<T> {
  const locks = webLocks();
  if (locks !== null) return await locks.request(name, work);
  const turn = (chains.get(name) ?? Promise.resolve()).then(work, work);
  const settled = turn.catch(() => undefined);
  chains.set(name, settled);
  void settled.then(() => chains.get(name) === settled && chains.delete(name));
  return await turn;
}

/** Does the work now, or says `busy` because somebody else holds the lock. */
export async function ifFree<T>(name: string, work: () => Promise<T>): Promise<T | "busy"> {
  const locks = webLocks();
  if (locks !== null) {
    return await locks.request(name, { ifAvailable: true }, (lock) =>
      lock === null ? Promise.resolve("busy" as const) : work(),
    );
  }
  return chains.has(name) ? "busy" : await withLock(name, work);
}

/** Missing on plain HTTP, and null in some embedded browsers. */
function webLocks(): LockManager | null {
  return "locks" in navigator ? (navigator.locks ?? null) : null;
}
