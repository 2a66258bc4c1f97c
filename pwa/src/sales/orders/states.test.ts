import { expect, test } from "vitest";
import { railOf, stateWord } from "./states";

const step = (state: string, reason: string | null = null) => ({
  state,
  userName: "李娜",
  reason,
  occurredAt: "2026-11-22T01:41:00Z",
});
const drawn = (states: readonly string[]) =>
  railOf(states.map((state) => step(state))).map(({ label, state }) => `${label} ${state}`);

test("the rail shows what was done, where it stands, and what is ahead", () => {
  expect(drawn(["submitted", "approved", "picking"])).toEqual([
    "待审批 done",
    "已通过 done",
    "拣货中 now",
    "已拣货 next",
    "已复核 next",
    "配送中 next",
    "已签收 next",
  ]);
});

test("what has ended has nothing ahead, and a rejected order waits for its maker", () => {
  expect(drawn(["submitted", "cancelled"])).toEqual(["待审批 done", "已取消 done"]);
  expect(drawn(["submitted", "rejected"])).toEqual(["待审批 done", "已驳回 now"]);
  expect(railOf([step("rejected", "价格过低")])[0]?.detail).toBe("李娜 · 价格过低");
});

test("a state of a newer server stands for itself", () => {
  expect(stateWord("teleported")).toBe("teleported");
});
