import { expect, test } from "vitest";
import { acceptedDraft, formOf, inputFrom, lacking } from "./departmentForm";

const sales = { id: "d1", name: "华东销售部" };
const warehouse = { id: "d2", name: "仓储部" };
const form = formOf(sales, "unused");

test("a new department has an id of its own, a known one keeps its id", () => {
  expect(formOf(null, "d3")).toEqual({ departmentId: "d3", name: "", was: "" });
  expect(form).toEqual({ departmentId: "d1", name: "华东销售部", was: "华东销售部" });
});

test("a name is needed, a new one, and not that of another department", () => {
  expect(lacking({ ...form, name: " " }, [sales, warehouse])).toBe("name");
  expect(lacking(form, [sales, warehouse])).toBe("change");
  expect(lacking({ ...form, name: " 仓储部 " }, [sales, warehouse])).toBe("known");
  expect(lacking({ ...form, name: "销售一部" }, [sales, warehouse])).toBeNull();
  expect(inputFrom({ ...form, name: " 销售一部 " })).toEqual({ departmentId: "d1", name: "销售一部" });
});

test("a draft is not put over a name that somebody else has changed", () => {
  const draft = { ...form, name: "销售一部" };
  expect(acceptedDraft("华东销售部")(draft)).toEqual(draft);
  expect(acceptedDraft("销售二部")(draft)).toBeNull();
});
