import { expect, test } from "vitest";
import { tableFile } from "@/ui/table";
import { carriedBy, deliveryColumns, lastAt, type DeliveryInList } from "./deliveryColumns";

const OVER: DeliveryInList = {
  id: "d-1",
  orderNumber: "SO-2026-000012",
  customerName: "杭州钱塘生物科技有限公司",
  deliveryNoteNumber: "DN-2026-000009",
  driverName: "马超",
  carrier: null,
  waybill: null,
  departedAt: "2026-11-20T00:30:00Z",
  completedAt: "2026-11-20T02:10:00Z",
  outcome: "partly_delivered",
  temperatureVerdict: "above",
  receiverName: "林晓",
  slipState: "photo",
  exception: "over",
};

test("a delivery's row says what became of it, who carried it and where its slip is", () => {
  const [, row] = tableFile([OVER], deliveryColumns()).trim().split("\r\n");
  expect(row).toBe(
    "SO-2026-000012,DN-2026-000009,杭州钱塘生物科技有限公司,部分签收,超温,马超,林晓,已回（照片）,2026-11-20",
  );
});

test("a parcel is found by its waybill, one under way stands at the time it left", () => {
  const sent = { ...OVER, driverName: null, carrier: "顺丰冷运", waybill: "SF123", completedAt: null };
  expect(carriedBy(sent)).toBe("顺丰冷运 SF123");
  expect(carriedBy({ ...sent, waybill: null })).toBe("顺丰冷运");
  expect(lastAt(sent)).toBe("2026-11-20T00:30:00Z");
  expect(lastAt(OVER)).toBe("2026-11-20T02:10:00Z");
});
