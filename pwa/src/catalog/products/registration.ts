/** What stands of a product's registration on a day. */
import { t } from "@/i18n";
import { daysUntil } from "@/i18n/formats";
import type { Status } from "@/ui/statuses";

/** Renewal of a device's registration is asked for six months before its end (registration measures 2021, Art. 82). */
export const RENEW_WITHIN_DAYS = 183;

interface Registration {
  readonly registeredFrom: string | null;
  readonly registeredTo: string | null;
}

/** null where nobody has recorded an end: nothing is claimed about it. */
export function registrationStatus({ registeredTo }: Registration, today: string): Status | null {
  if (registeredTo === null) return null;
  const left = daysUntil(registeredTo, today);
  if (left < 0) return { tone: "red", icon: "no", label: t("catalog.registrationEnded") };
  return left <= RENEW_WITHIN_DAYS
    ? { tone: "yellow", icon: "alert", label: t("catalog.registrationEnds", { count: left }) }
    : { tone: "green", icon: "check", label: t("catalog.registrationValid") };
}

/** "2024-05-01 至 2029-04-30"; null where neither day is recorded. */
export function registrationPeriod({ registeredFrom, registeredTo }: Registration): string | null {
  if (registeredFrom === null) return registeredTo;
  return registeredTo === null
    ? t("catalog.priceFrom", { date: registeredFrom })
    : t("catalog.pricePeriod", { first: registeredFrom, last: registeredTo });
}
