import { expect, test } from "vitest";
import { pressed, sorted } from "./sorting";
import { railOf, stateWord } from "./states";
import type { OrderInList } from "./useOrders";

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

test("orders sort by money as numbers, by name as Chinese; a second press turns round", () => {
  const order = (id: string, customerName: string, totalFen: number): OrderInList => ({
    id,
    number: id,
    state: "approved",
    customerId: id,
    customerName,
    purchaseNumber: null,
    wantedOn: null,
    totalFen,
    lineCount: 1,
    stateReason: null,
    orderedAt: "2026-11-22T01:00:00Z",
  });
  const orders = [order("a", "浙江大学", 900), order("b", "复旦大学", 12_000)];
  const byTotal = pressed({ by: "number", descending: false }, "total");
  expect(sorted(orders, byTotal).map(({ id }) => id)).toEqual(["b", "a"]);
  expect(sorted(orders, pressed(byTotal, "total")).map(({ id }) => id)).toEqual(["a", "b"]);
  expect(sorted(orders, { by: "customer", descending: false }).map(({ id }) => id)).toEqual(["b", "a"]);
});
