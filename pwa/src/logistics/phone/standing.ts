/** How far a write of this phone has come, as a pill says it. */
import type { QueuedCommand } from "@/sync/queued";
import type { StatusName } from "@/ui/statuses";

export function standingStatus({
  standing,
  refusal,
}: Pick<QueuedCommand, "standing" | "refusal">): StatusName {
  switch (standing) {
    case "savedHere":
      return "savedHere";
    case "sent":
      return "sending";
    case "done":
      return "sent";
    case "needsAttention":
      return refusal === null ? "needsAttention" : "refused";
    case "withOffice":
      return "needsAttention";
  }
}
