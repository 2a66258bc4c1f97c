import { describe, expect, test } from "vitest";
import { handOverColumns, heading, saleColumns, type Family, type HandOver, type Sale } from "./columns";

const sale: Sale = {
  id: "s",
  soldAt: "2026-11-20T02:00:00Z",
  orderNumber: "SO-2026-000030",
  orderState: "delivered",
  deliveryNoteNumber: "DN-2026-000030",
  purchaseNumber: null,
  seller: "试链生物",
  salesperson: "李娜",
  customerName: "某某医院",
  customerAddress: "上海",
  customerContact: "王敏",
  customerPhone: "138",
  customerLicence: null,
  regime: "drug",
  catalogueNumber: "DR-0101",
  productName: "人血白蛋白注射液",
  specification: "10 g:50 mL",
  model: null,
  dosageForm: null,
  registrationNumber: "国药准字 S20181234",
  registrationHolder: "华东血液制品有限公司",
  maker: "江南血液制品厂",
  makerLicence: null,
  lotNumber: "L1",
  serials: null,
  madeOn: null,
  expiresOn: "2028-06-30",
  quantity: "2.000000",
  unit: "瓶",
  unitPrice: "380.000000",
  taxRate: "0.030000",
  amountFen: 76000,
  returned: null,
};
const handOver = (more: Partial<HandOver>): HandOver => ({
  id: "h",
  departedAt: "2026-11-20T02:00:00Z",
  orderNumber: "SO-2026-000030",
  deliveryNoteNumber: "DN-2026-000030",
  consignor: "试链生物",
  consignorAddress: "上海",
  customerName: "某某医院",
  address: "上海",
  receiver: "王敏",
  receiverPhone: "138",
  regime: "ruo",
  catalogueNumber: "EL-0101",
  productName: "ELISA",
  specification: "96T",
  model: null,
  dosageForm: null,
  registrationNumber: null,
  registrationHolder: null,
  maker: "江南抗体",
  storageText: "2–8 ℃",
  lotNumber: "L1",
  serials: null,
  expiresOn: "2028-06-30",
  sent: "2.000000",
  received: null,
  unit: "盒",
  differenceReason: null,
  pieces: 1,
  boxesScanned: 1,
  countReason: null,
  leg: "own_driver",
  carrier: null,
  waybill: null,
  handedOverBy: "冯涛",
  driver: "马超",
  means: "passive_box",
  plate: "沪A12345",
  boxNumber: "BX-07",
  loggerNumber: "T-0815",
  calibratedUntil: null,
  coolant: null,
  validatedHours: null,
  celsiusMin: "2",
  celsiusMax: "8",
  departureCelsius: "4.2",
  arrivedAt: null,
  arrivalCelsius: null,
  temperatureVerdict: null,
  outcome: null,
  outcomeReason: null,
  receiverName: null,
  receivedOnBehalf: null,
  secondReceiverName: null,
  signatureMethod: null,
  signatureCheckCode: null,
  slipState: "not_back",
  ...more,
});
const GOODS = new Set(["剂型", "型号", "持有人", "生产企业", "生产许可证号", "购货单位许可证号"]);
const said = (row: Sale): Record<string, string> =>
  Object.fromEntries(
    saleColumns
      .filter((column) => GOODS.has(heading(column, "other")))
      .map((column) => [heading(column, "other"), column.said(row)]),
  );

describe("what the law of the goods demands", () => {
  test("a drug lacks its dosage form, and its holder is not its maker", () => {
    expect(said(sale)).toEqual({
      剂型: "未记录",
      型号: "",
      持有人: "华东血液制品有限公司",
      生产企业: "江南血液制品厂",
      生产许可证号: "",
      购货单位许可证号: "",
    });
  });

  test("a device lacks its model, registrant, maker's licence and buyer's licence", () => {
    expect(said({ ...sale, regime: "device_3", registrationHolder: null })).toEqual({
      剂型: "",
      型号: "未记录",
      持有人: "未记录",
      生产企业: "江南血液制品厂",
      生产许可证号: "未记录",
      购货单位许可证号: "未记录",
    });
  });

  test("research reagents lack nothing", () => {
    expect(
      Object.values(said({ ...sale, regime: "ruo", registrationHolder: null })).filter(
        (value) => value === "未记录",
      ),
    ).toEqual([]);
  });

  test.each([
    ["drug", ["上市许可持有人", "生产企业"]],
    ["device", ["注册人／备案人", "生产企业（受托生产企业）"]],
    ["other", ["持有人", "生产企业"]],
  ] as const)("the maker of a %s is never called its holder", (family: Family, names) => {
    const columns = saleColumns.filter(({ label }) =>
      ["registers.holder", "registers.maker"].includes(label),
    );
    expect(columns.map((column) => heading(column, family))).toEqual(names);
  });
});

describe("what is on record of a cold box", () => {
  const FIELDS = new Set(["校准有效期", "包装验证时长（小时）", "蓄冷剂", "记录缺口"]);
  const ofBox = (more: Partial<HandOver>): string[] =>
    handOverColumns
      .filter((column) => FIELDS.has(heading(column)))
      .map((column) => column.said(handOver(more)));

  test("what was told is shown", () => {
    expect(ofBox({ calibratedUntil: "2027-03-31", validatedHours: 72, coolant: "冰排 ×4" })).toEqual([
      "2027-03-31",
      "72",
      "冰排 ×4",
      "无数据",
    ]);
  });

  test("what was not told is said to be missing", () => {
    expect(ofBox({})).toEqual(["未记录", "未记录", "未记录", "无数据"]);
  });

  test("goods without a box have nothing to record", () => {
    expect(ofBox({ means: null })).toEqual(["", "", "", ""]);
  });

  test("a truck has no coolant and needs no validated box, and a box with a motor no coolant", () => {
    expect(ofBox({ means: "truck" })).toEqual(["未记录", "", "", "无数据"]);
    expect(ofBox({ means: "active_box" })).toEqual(["未记录", "未记录", "", "无数据"]);
  });

  test("the driver's papers are asked of who carries drugs for us, and the plate of every cold truck", () => {
    const ofRoad = (more: Partial<HandOver>): string[] =>
      handOverColumns
        .filter((column) => ["registers.plate", "registers.drivingLicence"].includes(column.label))
        .map((column) => column.said(handOver({ plate: null, ...more })))
        .sort();
    expect(ofRoad({})).toEqual(["", ""]);
    expect(ofRoad({ leg: "courier" })).toEqual(["", ""]);
    expect(ofRoad({ leg: "courier", regime: "drug" })).toEqual(["未记录", "未记录"]);
    expect(ofRoad({ means: "truck" })).toEqual(["", "未记录"]);
  });
});
