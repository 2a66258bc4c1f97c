/** How long a sender waits after an answer that was none. */

import { BACKOFF_FIRST_MS, BACKOFF_MAX_MS } from "./limits";

/**
 * Milliseconds to wait after `attempts` failed attempts (from 1); `dice` is in [0, 1). Full jitter; backoff.py has the
 * reasons and the source. Whoever is woken (online, visible, a button) does not ask this function.
 */
export function backoffMs(attempts: number, dice: number, retryAfterMs: number | null): number {
  const most = Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 2 ** Math.min(attempts, 20));
  return Math.min(BACKOFF_MAX_MS, Math.max(Math.floor(dice * most), retryAfterMs ?? 0));
}
