import { expect, test } from "vitest";
import { faultsCsv } from "./faultsFile";
import { kindsFor } from "./kinds";
import { after, BEGUN, isOver } from "./run";
import { templateOf } from "./template";

const fault = { row: 3, column: "货号", value: "", message: "请填写货号" };

test("portions add up until there is no next row", () => {
  const half = after(BEGUN, { added: 98, known: 1, faulty: 1, faults: [fault], nextRow: 102 });
  expect(half).toEqual({ added: 98, known: 1, faulty: 1, faults: [fault], nextRow: 102, done: 100 });
  expect(isOver(half)).toBe(false);
  const whole = after(half, { added: 2, known: 0, faulty: 0, faults: [], nextRow: null });
  expect(whole).toEqual({ added: 100, known: 1, faulty: 1, faults: [fault], nextRow: null, done: 102 });
  expect(isOver(whole)).toBe(true);
});

test("a kind is offered to whoever may add one by hand", () => {
  expect(kindsFor([])).toEqual([]);
  expect(kindsFor(["customers.manage"])).toEqual(["customers"]);
  expect(kindsFor(["catalog.manageProducts"])).toEqual(["products", "listPrices"]);
});

test("a stranger's cell is quoted, and never becomes a formula", () => {
  const csv = faultsCsv(
    ["行", "列", "内容", "说明"],
    [fault, { row: 4, column: null, value: '=HYPERLINK("x")', message: "a,b" }],
  );
  expect(csv).toBe('\uFEFF行,列,内容,说明\r\n3,货号,,请填写货号\r\n4,,"\'=HYPERLINK(""x"")","a,b"\r\n');
});

test("the template is a spreadsheet or nothing", async () => {
  const sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  const answering =
    (type: string, status = 200): typeof fetch =>
    async () =>
      new Response("x", { status, headers: { "content-type": type } });
  expect((await templateOf("customers", "en", answering(sheet)))?.size).toBe(1);
  expect(await templateOf("customers", "en", answering("text/html"))).toBeNull();
  expect(await templateOf("customers", "en", answering(sheet, 404))).toBeNull();
  expect(await templateOf("customers", "en", () => Promise.reject(new TypeError("no network")))).toBeNull();
});
