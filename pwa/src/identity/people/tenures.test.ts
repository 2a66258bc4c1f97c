import { expect, test } from "vitest";
import { endOf, holdersOf, startOf, whenOf } from "./tenures";

const now = new Date("2026-11-22T09:41:00Z");
const holds = (post: string, validFrom: string, validTo: string | null = null) => ({
  post,
  validFrom,
  validTo,
});

test("a post is held from its first moment until its last, which is out", () => {
  expect(whenOf(holds("sales", "2026-11-22T09:41:00Z"), now)).toBe("now");
  expect(whenOf(holds("sales", "2026-11-22T09:41:01Z"), now)).toBe("later");
  expect(whenOf(holds("sales", "2026-01-01T00:00:00Z", "2026-11-22T09:41:00Z"), now)).toBe("over");
});

test("a last day is included", () => {
  const hours = (Date.parse(endOf("2026-11-30")) - Date.parse(startOf("2026-11-30"))) / 3_600_000;
  expect(hours).toBe(24);
});

test("who holds the post now can be stood in for, others and oneself cannot", () => {
  const people = [
    { id: "a", disabled: false, tenures: [holds("rechecker", "2026-01-01T00:00:00Z")] },
    { id: "b", disabled: true, tenures: [holds("rechecker", "2026-01-01T00:00:00Z")] },
    { id: "c", disabled: false, tenures: [holds("picker", "2026-01-01T00:00:00Z")] },
    { id: "d", disabled: false, tenures: [holds("rechecker", "2027-01-01T00:00:00Z")] },
    { id: "e", disabled: false, tenures: [holds("rechecker", "2026-01-01T00:00:00Z")] },
  ];
  expect(holdersOf(people, "rechecker", "e", now).map(({ id }) => id)).toEqual(["a"]);
});
