/** A customer's papers in one word. */
import { paperWord, standingStatus, whyWord } from "@/compliance/qualifications/papers";
import type { RegimeGate } from "@/compliance/qualifications/papersGate";
import { t } from "@/i18n";
import type { Status } from "@/ui/statuses";

/**
 * Research-use goods and class I devices need no papers, so a customer can always buy something: what is closed is said
 * by number, and what it takes by name where it is one paper.
 */
export function qualificationStatus(gates: readonly RegimeGate[]): Status {
  const shut = gates.filter(({ open }) => !open);
  const awaited = shut.find(({ why }) => why === "pending");
  const ended = shut.find(({ why }) => why === "expired");
  if (ended !== undefined) return { ...standingStatus("expired"), label: t("customers.papersExpired") };
  if (awaited !== undefined) return { ...standingStatus("pending"), label: t("customers.papersPending") };
  const licensed = shut.filter(({ regime }) => regime !== "hazchem" && regime !== "precursor");
  if (licensed.length > 0) return { tone: "neutral", icon: "document", label: t("customers.papersPartly") };
  return { ...standingStatus("valid"), label: t("customers.papersValid") };
}

/** "医疗器械经营许可证：已于 2026-11-19 到期". */
export const lackWords = (gate: RegimeGate): string =>
  gate.paperType === null
    ? ""
    : t("compliance.lack", {
        paper: paperWord(gate.paperType),
        why: whyWord(gate.why ?? "none", gate.endedOn),
      });
