/** The four ends of a delivery in words, with the status look of each. */
import { t } from "@/i18n";
import type { Status } from "@/ui/statuses";
import type { NotDeliveredReason, Outcome } from "./form";

export function outcomeStatus(outcome: string | null): Status {
  switch (outcome) {
    case "delivered":
      return { tone: "green", icon: "check", label: t("logistics.delivered") };
    case "partly_delivered":
      return { tone: "yellow", icon: "alert", label: t("logistics.partlyDelivered") };
    case "refused":
      return { tone: "red", icon: "no", label: t("logistics.goodsRefused") };
    case "not_delivered":
      return { tone: "yellow", icon: "recall", label: t("logistics.notDelivered") };
    default:
      return { tone: "blue", icon: "truck", label: t("logistics.underWay") };
  }
}

export const outcomeOptions = (): readonly { value: Outcome; label: string }[] => [
  { value: "delivered", label: t("logistics.delivered") },
  { value: "partly_delivered", label: t("logistics.partlyDelivered") },
  { value: "refused", label: t("logistics.goodsRefused") },
  { value: "not_delivered", label: t("logistics.notDelivered") },
];

export const notDeliveredWords = (): Readonly<Record<NotDeliveredReason, string>> => ({
  nobody: t("logistics.nobodyThere"),
  otherDay: t("logistics.otherDay"),
  wrongAddress: t("logistics.wrongAddress"),
  other: t("logistics.otherReason"),
});

export function verdictStatus(verdict: string | null): Status | null {
  switch (verdict) {
    case "within":
      return { tone: "green", icon: "check", label: t("ui.inRange") };
    case "above":
      return { tone: "red", icon: "alert", label: t("ui.tooWarm") };
    case "below":
      return { tone: "red", icon: "alert", label: t("ui.tooCold") };
    case "no_data":
      return { tone: "yellow", icon: "help", label: t("ui.noData") };
    default:
      return null;
  }
}

export function meansWords(means: string): string {
  if (means === "truck") return t("logistics.truck");
  return t(means === "active_box" ? "logistics.activeBox" : "logistics.passiveBox");
}
