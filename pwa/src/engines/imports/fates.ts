/** What becomes of a row, in a word; a fate that a newer server has made up stands for itself. */
import { t } from "@/i18n";
import type { Status } from "@/ui/statuses";

export function fateStatus(fate: string): Status {
  switch (fate) {
    case "new":
      return { tone: "green", icon: "plus", label: t("imports.fate_new") };
    case "changed":
      return { tone: "green", icon: "check", label: t("imports.fate_changed") };
    case "known":
      return { tone: "neutral", icon: "minus", label: t("imports.fate_known") };
    case "faulty":
      return { tone: "red", icon: "alert", label: t("imports.fate_faulty") };
    default:
      return { tone: "neutral", icon: "help", label: fate };
  }
}
