import { expect, test } from "vitest";
import { isCreditCode } from "./creditCode";

test("a code counts only with its check character", () => {
  expect(isCreditCode("91310115MA1K3TL08G")).toBe(true);
  expect(isCreditCode(" 91310115ma1k3tl08g ")).toBe(true);
  expect(isCreditCode("91310115MA1K3TL08H")).toBe(false);
  expect(isCreditCode("91310115MA1K3TL80G")).toBe(false);
  expect(isCreditCode("")).toBe(false);
});
