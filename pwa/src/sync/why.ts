/** Why something needs the person, in words. */
import type { QueueMeta, QueueRecord } from "@offline/queueStore";
import { isDriftShown } from "@offline/clock";
import { t } from "@/i18n";

/** The server's own sentence where it gave one. */
export function whyOf({ outcome }: QueueRecord): string {
  switch (outcome?.kind) {
    case "refused":
      return outcome.message === "" ? outcome.refusal : outcome.message;
    case "conflict":
      return t("sync.conflict", { version: outcome.currentVersion });
    case "quarantined":
      return t(`sync.${outcome.reason}`);
    default:
      return t("sync.unforeseen");
  }
}

/** What stops the whole queue, or null. */
export function faultOf({ fault, paused }: QueueMeta): string | null {
  switch (fault?.kind) {
    case "fork":
      return t("sync.fork", { sequence: fault.sequence });
    case "gapBeforeOldest":
      return t("sync.gap", { expected: fault.expected });
    case "notTaken":
      return t("sync.notTaken", { sequence: fault.sequence, problem: fault.problem });
    default:
      return paused ? t("sync.paused") : null;
  }
}

export function driftOf({ clockOffset }: QueueMeta): string | null {
  if (clockOffset === null || !isDriftShown(clockOffset)) return null;
  return t("sync.drift", { minutes: Math.round(Math.abs(clockOffset) / 60_000) });
}
