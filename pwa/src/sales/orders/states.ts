/** An order's states: their words, looks, groups, and the rail that they make. */
import { t } from "@/i18n";
import { day, clock } from "@/i18n/formats";
import type { Step } from "@/ui/StepRail.vue";
import type { Status, StatusTone } from "@/ui/statuses";
import type { IconName } from "@/ui/icons";

const STATES = [
  "draft",
  "submitted",
  "approved",
  "rejected",
  "picking",
  "picked",
  "rechecked",
  "handed_over",
  "delivered",
  "partly_delivered",
  "refused",
  "not_delivered",
  "cancelled",
] as const;
export type OrderState = (typeof STATES)[number];

const LOOKS: Readonly<Record<OrderState, { readonly tone: StatusTone; readonly icon: IconName }>> = {
  draft: { tone: "neutral", icon: "document" },
  submitted: { tone: "yellow", icon: "clock" },
  approved: { tone: "neutral", icon: "check" },
  rejected: { tone: "red", icon: "no" },
  picking: { tone: "neutral", icon: "box" },
  picked: { tone: "neutral", icon: "box" },
  rechecked: { tone: "neutral", icon: "task" },
  handed_over: { tone: "blue", icon: "truck" },
  delivered: { tone: "green", icon: "check" },
  partly_delivered: { tone: "yellow", icon: "alert" },
  refused: { tone: "red", icon: "no" },
  not_delivered: { tone: "yellow", icon: "alert" },
  cancelled: { tone: "neutral", icon: "close" },
};

/** A state as the server writes it; null for one that a newer server has made up. */
export const orderState = (name: string): OrderState | null => STATES.find((state) => state === name) ?? null;

export function stateWord(name: string): string {
  const state = orderState(name);
  return state === null ? name : t(`sales.state_${state}`);
}

export function stateStatus(name: string): Status {
  const state = orderState(name);
  const look = state === null ? ({ tone: "neutral", icon: "help" } as const) : LOOKS[state];
  return { ...look, label: stateWord(name) };
}

export const GROUPS = {
  attention: ["rejected", "not_delivered", "partly_delivered", "refused"],
  waiting: ["submitted"],
  running: ["approved", "picking", "picked", "rechecked", "handed_over"],
  delivered: ["delivered"],
  drafts: ["draft"],
  cancelled: ["cancelled"],
} as const satisfies Readonly<Record<string, readonly OrderState[]>>;
export type Group = keyof typeof GROUPS;
export const GROUP_NAMES = ["attention", "waiting", "running", "delivered", "drafts", "cancelled"] as const;

export const mayChange = (state: string): boolean => ["draft", "submitted", "rejected"].includes(state);
export const mayCancel = (state: string): boolean =>
  ["draft", "submitted", "approved", "picking", "rejected", "not_delivered"].includes(state);

const ROAD: readonly OrderState[] = [
  "submitted",
  "approved",
  "picking",
  "picked",
  "rechecked",
  "handed_over",
  "delivered",
];
const ENDS = new Set<string>(["delivered", "partly_delivered", "refused", "cancelled"]);

export interface StepTaken {
  readonly state: string;
  readonly userName: string;
  readonly reason: string | null;
  readonly occurredAt: string;
}

/** What happened, in order; where it stands; and what is still ahead, unless nothing is. */
export function railOf(taken: readonly StepTaken[]): Step[] {
  const last = taken.at(-1);
  const done = taken.map((step): Step => {
    const detail = [step.userName, step.reason].filter(Boolean).join(" · ");
    return {
      label: stateWord(step.state),
      state: step === last && !ENDS.has(step.state) ? "now" : "done",
      time: `${day(new Date(step.occurredAt)).slice(5)} ${clock(step.occurredAt)}`,
      ...(detail === "" ? {} : { detail }),
    };
  });
  if (last !== undefined && (ENDS.has(last.state) || last.state === "rejected")) return done;
  const reached = last === undefined ? -1 : ROAD.findIndex((state) => state === last.state);
  return [
    ...done,
    ...ROAD.slice(reached + 1).map((state): Step => ({ label: stateWord(state), state: "next" })),
  ];
}
