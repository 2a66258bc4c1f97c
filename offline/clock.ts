/** What the phone knows of the server's clock. Rules go by server time; this is for showing and for the envelope. */

import { CLOCK_OFFSET_MS_MAX, DRIFT_SHOWN_MS } from "./limits";

/**
 * Server minus device in whole milliseconds: the server's time against the middle of asking and being answered.
 * Null when the clock is too far off to be stated.
 */
export function clockOffset(askedAt: number, answeredAt: number, serverTime: number): number | null {
  const offset = Math.round(serverTime - (askedAt + answeredAt) / 2);
  return Math.abs(offset) <= CLOCK_OFFSET_MS_MAX ? offset : null;
}

/** Whether to warn the person and to show both times. */
export function isDriftShown(offset: number | null): boolean {
  return offset !== null && Math.abs(offset) >= DRIFT_SHOWN_MS;
}
