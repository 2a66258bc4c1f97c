/** States that have one colour, one icon and one word everywhere. Green, yellow and red are GSP's own. */
import type { PlainKey } from "@/i18n";
import type { IconName } from "./icons";

export type StatusTone = "green" | "yellow" | "red" | "blue" | "neutral";

export interface Status {
  readonly tone: StatusTone;
  readonly icon: IconName;
  readonly label: string;
}

interface KnownStatus {
  readonly tone: StatusTone;
  readonly icon: IconName;
  readonly label: PlainKey;
}

export const STATUSES = {
  accepted: { tone: "green", icon: "check", label: "ui.accepted" },
  pending: { tone: "yellow", icon: "clock", label: "ui.pending" },
  onHold: { tone: "yellow", icon: "pause", label: "ui.onHold" },
  rejected: { tone: "red", icon: "no", label: "ui.rejected" },
  expired: { tone: "red", icon: "no", label: "ui.expired" },
  recalled: { tone: "red", icon: "recall", label: "ui.recalled" },
  nearExpiry: { tone: "yellow", icon: "clock", label: "ui.nearExpiry" },
  savedHere: { tone: "neutral", icon: "phone", label: "ui.savedHere" },
  sending: { tone: "neutral", icon: "upload", label: "ui.sending" },
  sent: { tone: "green", icon: "check", label: "ui.sent" },
  refused: { tone: "red", icon: "no", label: "ui.refused" },
  needsAttention: { tone: "yellow", icon: "flag", label: "ui.needsAttention" },
} as const satisfies Readonly<Record<string, KnownStatus>>;

export type StatusName = keyof typeof STATUSES;
