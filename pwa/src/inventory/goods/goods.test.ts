import { describe, expect, test } from "vitest";
import { goodsFinder, type KeptLot } from "./goods";

const PACKS = [
  { gtin: "06901234567892", pieces: 1 },
  { gtin: "16901234567899", pieces: 20 },
];
const lot = (id: string, lotNumber: string, more: Partial<KeptLot> = {}): KeptLot => ({
  id,
  productId: "p1",
  productName: "人 IL-6 检测试剂盒",
  catalogueNumber: "EK0410",
  specification: "96T",
  unit: "盒",
  storageClass: "refrigerated",
  lotNumber,
  expiresOn: "2027-03-31",
  state: "accepted",
  expired: false,
  quantities: { inStock: "12" },
  product: { piecesPerCase: 20, packs: PACKS },
  ...more,
});
const other = lot("x", "2609B147", {
  productId: "p2",
  catalogueNumber: "PC-9",
  product: { piecesPerCase: 1, packs: [] },
});
const find = goodsFinder({
  asOf: "2026-11-22T01:00:00Z",
  lots: [other, lot("a", "2609B147"), lot("b", "2610C001")],
});
const label = (gtin: string | null, lotNumber: string | null, catalogueNumber: string | null = null) => ({
  gtin,
  lot: lotNumber,
  catalogueNumber,
  lotId: null,
});

describe("what the phone keeps, by a label", () => {
  test("the lot of the label's product, not another product's lot of the same number", () => {
    const found = find(label("06901234567892", "2609B147"));
    expect([found?.lot?.id, found?.product.id, found?.packPieces]).toEqual(["a", "p1", 1]);
    expect(find(label(null, "2609B147", "PC-9"))?.lot?.id).toBe("x");
  });

  test("a label of our own names the very lot, of whatever product; a lot that is not kept, nothing", () => {
    const own = (lotId: string) => ({ ...label(null, null), lotId });
    expect(find(own("x"))).toMatchObject({ product: { id: "p2" }, lot: { id: "x" }, packPieces: 1 });
    expect(find(own("b"))?.lot?.lotNumber).toBe("2610C001");
    expect(find(own("never"))).toBeNull();
  });

  test("a case's code says how many pieces it stands for", () => {
    expect(find(label("16901234567899", "2610C001"))?.packPieces).toBe(20);
  });

  test("a lot that is not kept leaves the product; an unknown product leaves nothing", () => {
    expect(find(label("06901234567892", "NEVER"))).toMatchObject({ product: { id: "p1" }, lot: null });
    expect(find(label("00000000000017", "2609B147"))).toBeNull();
    expect(find(label(null, "2609B147"))).toBeNull();
  });
});
