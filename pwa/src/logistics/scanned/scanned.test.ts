import { read } from "@scanners/label";
import { describe, expect, test } from "vitest";
import type { FindGoods, KeptLot } from "@/inventory/goods/goods";
import { scanned } from "./scanned";

const CODE = "010690123456789217270331102609B147";
const answer = (text: string, symbology: string | null = "]d2") => read(text, symbology, { year: 2026 });
const lot = (more: Partial<KeptLot>): KeptLot => ({
  id: "a",
  productId: "p1",
  productName: "人 IL-6 检测试剂盒",
  catalogueNumber: "EK0410",
  specification: "96T",
  unit: "盒",
  storageClass: "refrigerated",
  lotNumber: "2609B147",
  expiresOn: "2027-03-31",
  state: "accepted",
  expired: false,
  quantities: null,
  product: null,
  ...more,
});
const keeping =
  (more: Partial<KeptLot>): FindGoods =>
  () => ({
    product: { ...lot({}), id: "p1", name: "人 IL-6 检测试剂盒", piecesPerCase: 1, packs: [] },
    lot: lot(more),
    packPieces: 1,
  });

describe("a scan sounds", () => {
  test.each([
    ["good for an accepted lot", {}, "2026-11-22", "good", "accepted"],
    ["good on its last day", {}, "2027-03-31", "good", "accepted"],
    ["refused the day after", {}, "2027-04-01", "refused", "expired"],
    ["like a warning when quality holds it", { state: "on_hold" }, "2026-11-22", "warning", "onHold"],
    ["refused when it was recalled", { state: "recalled" }, "2026-11-22", "refused", "recalled"],
    [
      "like a warning when the label's expiry is not the lot's",
      { expiresOn: "2027-03-30" },
      "2026-11-22",
      "warning",
      "accepted",
    ],
  ])("%s", (_name, more, today, tone, status) => {
    const result = scanned(answer(CODE), null, keeping(more), today);
    expect([result.tone, result.status]).toEqual([tone, status]);
  });

  test("by what the label itself says where nothing is kept", () => {
    expect(scanned(answer(CODE), null, null, "2026-11-22")).toMatchObject({
      tone: "good",
      expiresOn: "2027-03-31",
    });
    expect(scanned(answer(CODE), null, () => null, "2027-04-01")).toMatchObject({
      tone: "refused",
      status: null,
    });
  });

  test("like a warning when it can be read in several ways, until a person has chosen", () => {
    const several = answer("0106901234567892102609B14717270331", null);
    expect(several.outcome).toBe("ambiguous");
    const open = scanned(several, null, keeping({}), "2026-11-22");
    expect([open.tone, open.label, open.readings.length > 1]).toEqual(["warning", null, true]);
    const chosen = scanned(several, 0, keeping({}), "2026-11-22");
    expect([chosen.label, chosen.readings]).toEqual([open.readings[0], []]);
  });

  test("refused for what is no code of ours", () => {
    expect(scanned(answer("HELLO", null), null, null, "2026-11-22").tone).toBe("refused");
  });
});
