import { expect, test } from "vitest";
import { orderState } from "@/sales/orders/states";
import { countsOf, GROUPS } from "./states";

test("every state that a customer can see is open or done, and none is both", () => {
  const grouped: readonly string[] = [...GROUPS.open, ...GROUPS.done];
  expect(new Set(grouped).size).toBe(grouped.length);
  expect(grouped.every((state) => orderState(state) !== null)).toBe(true);
  expect(grouped).not.toContain("draft");
});

test("counts are by group, and a state of a newer server counts in all", () => {
  expect(
    countsOf([
      { state: "picking", count: 2 },
      { state: "not_delivered", count: 1 },
      { state: "delivered", count: 4 },
      { state: "on_the_moon", count: 1 },
    ]),
  ).toEqual({ open: 3, done: 4, all: 8 });
});
