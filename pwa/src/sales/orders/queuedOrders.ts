/** Orders that were submitted on this phone and are not placed yet: they wait, or came back with a reason. */
import { isObject, type JsonObject } from "@offline/digest";
import { computed, type ComputedRef } from "vue";
import { useQueue } from "@/sync/queue";
import type { QueuedCommand } from "@/sync/queued";
import { lineFen } from "./amounts";

export const SUBMIT = "sales.submitOrder";

export interface QueuedOrder {
  readonly orderId: string;
  readonly commandId: string;
  readonly invoiceTitle: string;
  readonly receiver: string;
  readonly lineCount: number;
  readonly totalFen: number;
  readonly madeAt: string;
  readonly needsPerson: boolean;
  /** The server's sentence, where it said no. */
  readonly message: string | null;
}

/** The latest first, each order once, as it was last submitted. */
export function useQueuedOrders(): ComputedRef<readonly QueuedOrder[]> {
  const { commands } = useQueue();
  return computed(() => queuedOrders(commands.value));
}

/** How many submissions have been placed: when it grows, what the server told before is old. */
export function usePlacedCount(): ComputedRef<number> {
  const { commands } = useQueue();
  return computed(
    () => commands.value.filter(({ name, standing }) => name === SUBMIT && standing === "done").length,
  );
}

export function queuedOrders(commands: readonly QueuedCommand[]): readonly QueuedOrder[] {
  const last = new Map(
    commands.filter(({ name }) => name === SUBMIT).map((command) => [command.entity, command]),
  );
  const open = [...last.values()].filter(({ standing }) => standing !== "done" && standing !== "withOffice");
  return open.map(queuedOrder).sort((one, other) => other.madeAt.localeCompare(one.madeAt));
}

function queuedOrder({ id, entity, input, madeAt, standing, message }: QueuedCommand): QueuedOrder {
  const content = contentIn(input);
  const lines = Array.isArray(content["lines"]) ? content["lines"].filter(isObject) : [];
  return {
    orderId: entity.slice("order:".length),
    commandId: id,
    invoiceTitle: text(content["invoiceTitle"]),
    receiver: text(content["receiver"]),
    lineCount: lines.length,
    totalFen: lines.reduce(
      (sum, line) => sum + lineFen(text(line["unitPrice"]), Number(text(line["quantity"]))),
      0,
    ),
    madeAt,
    needsPerson: standing === "needsAttention",
    message,
  };
}

export const contentIn = (input: JsonObject): Readonly<Record<string, unknown>> =>
  isObject(input["content"]) ? input["content"] : {};

const text = (value: unknown): string => (typeof value === "string" ? value : "");
