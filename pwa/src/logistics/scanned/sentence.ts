/** A result as one sentence to be heard: product, lot letter by letter, days left, state. */
import { t } from "@/i18n";
import { daysUntil } from "@/i18n/formats";
import { STATUSES } from "@/ui/statuses";
import type { Scanned } from "./scanned";

export function sentenceOf({ label, readings, found, status, expiresOn }: Scanned, today: string): string {
  if (readings.length > 0) return t("logistics.sayChoose");
  if (label === null) return t("logistics.sayUnknown");
  const days = expiresOn === null ? null : daysUntil(expiresOn, today);
  return [
    found?.product.name ?? "",
    label.place === null ? "" : `${t("logistics.aPlace")} ${spelled(label.place)}`,
    label.lot === null ? "" : `${t("ui.lot")} ${spelled(label.lot)}`,
    days === null ? "" : days < 0 ? t("ui.expiredFor", { count: -days }) : t("ui.daysLeft", { count: days }),
    status === null ? "" : t(STATUSES[status].label),
  ]
    .filter((part) => part !== "")
    .join("，");
}

/** Else a voice reads 2609 as two thousand six hundred and nine. */
const spelled = (code: string): string => [...code].join(" ");
