/** A quality task in words: what happened, and the facts that the one who opened it left behind. */
import { t } from "@/i18n";
import { decimal } from "@/i18n/formats";
import { outcomeStatus, verdictStatus } from "../deliveries/outcomes";

export function kindWords(kind: string): string {
  switch (kind) {
    case "temperature_out_of_range":
      return t("logistics.taskOutOfRange");
    case "temperature_no_data":
      return t("logistics.taskNoData");
    case "goods_came_back":
      return t("logistics.taskCameBack");
    case "goods_missing":
      return t("logistics.taskMissing");
    case "goods_broken":
      return t("logistics.taskBroken");
    default:
      return t("logistics.taskException");
  }
}

export interface Fact {
  readonly label: string;
  readonly value: string;
}

/** Facts arrive as JSON; those that have a word are shown, the rest is for other eyes (ids, lists of lines). */
export function factsInWords(facts: unknown): readonly Fact[] {
  if (typeof facts !== "object" || facts === null) return [];
  const labels: Readonly<Record<string, string>> = {
    quantity: t("logistics.factQuantity"),
    by: t("logistics.factBy"),
    celsius: t("logistics.factCelsius"),
    verdict: t("logistics.factVerdict"),
    exception: t("logistics.factException"),
    receiver: t("logistics.factReceiver"),
    reason: t("ui.why"),
    outcome: t("logistics.outcome"),
  };
  return Object.entries(facts).flatMap(([name, value]: [string, unknown]) => {
    const label = labels[name];
    if (label === undefined || (typeof value !== "string" && typeof value !== "number")) return [];
    return [{ label, value: valueInWords(name, value) }];
  });
}

function valueInWords(name: string, value: string | number): string {
  const written = String(value);
  if (name === "quantity") return decimal(value);
  if (name === "verdict") return verdictStatus(written)?.label ?? written;
  return name === "outcome" ? outcomeStatus(written).label : written;
}
