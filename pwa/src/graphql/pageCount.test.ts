import { expect, test } from "vitest";
import { pageCount } from "./pageCount";

const page = (hasNextPage: boolean, items: readonly number[] = [1, 2, 3]) => ({
  items,
  pageInfo: { hasNextPage },
});

test("a whole page is counted, one that more follow says so", () => {
  expect(pageCount(page(false))).toBe("3");
  expect(pageCount(page(true))).toBe("3+");
  expect(pageCount(page(false, []))).toBe("0");
});

test("of a page with more behind it no part is the total either", () => {
  expect(pageCount(page(false), 1)).toBe("1");
  expect(pageCount(page(true), 1)).toBe("1+");
});
