import { expect, test } from "vitest";
import { differs, signedList } from "./signedList";

const LINE = {
  id: "line",
  product: "人 IL-6 ELISA 试剂盒",
  catalogueNumber: "EL-0106",
  specification: "96T",
  maker: "北方生物",
  lot: "2609B147",
  expiresOn: "2027-03-31",
  quantity: "4",
  ordered: "4",
  unit: "盒",
  expiryPrinted: null,
  typed: ["标签破损"],
};
const OUTBOUND = {
  id: "o",
  order: "SO-2026-0001",
  customer: "复旦",
  receiver: "王老师",
  address: "枫林路",
  lines: [LINE],
};

test("the list is read out of the document that is signed", () => {
  expect(signedList(JSON.stringify({ kind: "outbound", version: 2, outbounds: [OUTBOUND] }))).toEqual([
    OUTBOUND,
  ]);
});

test.each(["", "{", "null", '{"outbounds":[{"id":"o"}]}', '{"outbounds":"all"}'])(
  "nothing is shown, so nothing can be signed, of %s",
  (document) => {
    expect(signedList(document)).toBeNull();
  },
);

test("fewer than ordered is pointed out; the same number written otherwise is not", () => {
  expect([differs({ ...LINE, ordered: "5" }), differs({ ...LINE, ordered: "4.000" })]).toEqual([true, false]);
});
