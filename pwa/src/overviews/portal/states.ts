/** A customer's two questions about an order: is it still coming, or is it over. */
import type { OrderState } from "@/sales/orders/states";

export const GROUPS = {
  open: ["submitted", "approved", "picking", "picked", "rechecked", "handed_over", "not_delivered"],
  done: ["delivered", "partly_delivered", "refused", "rejected", "cancelled"],
} as const satisfies Readonly<Record<string, readonly OrderState[]>>;
export type Group = keyof typeof GROUPS;
export const GROUP_NAMES = ["open", "done"] as const;

export function countsOf(
  states: readonly { readonly state: string; readonly count: number }[],
): Readonly<Record<Group, number>> & { readonly all: number } {
  const of = (wanted: readonly string[]): number =>
    states.filter(({ state }) => wanted.includes(state)).reduce((sum, { count }) => sum + count, 0);
  return {
    open: of(GROUPS.open),
    done: of(GROUPS.done),
    all: states.reduce((sum, { count }) => sum + count, 0),
  };
}
