/** How close a lot is to its last day. The last day itself is still good: expired means after it. */
import { daysUntil } from "@/i18n/formats";

export const NEAR_EXPIRY_DAYS = 183; // 近效期: six months unless the company says otherwise.

export type Freshness = "fresh" | "near expiry" | "expired";

export interface ExpiryState {
  readonly days: number;
  readonly freshness: Freshness;
}

export function expiryState(expiresOn: string, today: string, nearDays = NEAR_EXPIRY_DAYS): ExpiryState {
  const days = daysUntil(expiresOn, today);
  const freshness = days < 0 ? "expired" : days <= nearDays ? "near expiry" : "fresh";
  return { days, freshness };
}
