import { describe, expect, test } from "vitest";
import { receiptDocument } from "@offline/deliveryReceipt";
import {
  confirmation,
  emptyForm,
  lacking,
  reasonOf,
  sentFacts,
  toldFacts,
  type Delivery,
  type StopForm,
} from "./form";
import { receiptDigest } from "./receipt";
import { inkFrom, inkOf, pathOf } from "./strokes";

const BOX = "0197a000-0000-7000-8000-0000000000b1";
const [FIRST, SECOND] = ["0197a000-0000-7000-8000-000000000001", "0197a000-0000-7000-8000-000000000002"];
const line = (pickLineId: string, sent: string): Delivery["lines"][number] => ({
  id: `line-${pickLineId}`,
  pickLineId,
  boxId: BOX,
  productName: "人 IL-6 ELISA 试剂盒",
  catalogueNumber: "EL-0106",
  specification: "96T",
  unit: "盒",
  storageClass: "refrigerated",
  lotNumber: "2609B147",
  expiresOn: "2027-03-31",
  sent,
  received: null,
  reason: null,
});
const DELIVERY: Delivery = {
  id: "0197a000-0000-7000-8000-0000000000d1",
  version: 1,
  orderId: "o",
  orderNumber: "SO-2026-0001",
  customerName: "复旦附属中山医院",
  receiver: "王老师",
  receiverPhone: "13800000000",
  address: "枫林路 180 号",
  note: null,
  outboundId: "out",
  deliveryNoteNumber: "DN-2026-0001",
  deliveryNoteId: "n",
  recheckCode: "WASHZH",
  linkClosedAt: null,
  leg: "own_driver",
  driverId: "driver",
  driverName: "赵师傅",
  carrier: null,
  waybill: null,
  pieces: 1,
  departedAt: "2026-11-22T00:05:00Z",
  arrivedAt: null,
  temperatureVerdict: null,
  outcome: null,
  outcomeReason: null,
  receiverName: null,
  receivedOnBehalf: null,
  secondReceiverName: null,
  slipState: "not_back",
  slipPhotoId: null,
  exception: null,
  completedAt: null,
  lines: [line(SECOND ?? "", "10.000000"), line(FIRST ?? "", "4.000000")],
  boxes: [
    {
      id: BOX,
      means: "passive_box",
      plate: "沪A·D4187",
      boxNumber: "B-07",
      loggerNumber: "L-112",
      celsiusMin: "2",
      celsiusMax: "8",
      departureCelsius: "3.9",
      arrivalCelsius: null,
      loggerPhotoId: null,
      verdict: null,
    },
  ],
  signatures: [],
};
const INK = [[0, 0, 400, 120]];
const form = (more: Partial<StopForm> = {}): StopForm => ({
  ...emptyForm(new Date("2026-11-22T02:12:00Z")),
  outcome: "delivered",
  boxes: { [BOX]: { celsius: "5.2", noData: false, photoId: "photo" } },
  receiver: "王老师",
  ink: INK,
  ...more,
});
const WORDS = { nobody: "无人收货", otherDay: "改约", wrongAddress: "地址不符", other: "" };

describe("before it may be saved", () => {
  test.each([
    ["nothing is missing", form(), null],
    ["the outcome", form({ outcome: null }), "outcome"],
    ["the temperature, which is never guessed", form({ boxes: {} }), "temperature"],
    ["no data is an answer", form({ boxes: { [BOX]: { celsius: "", noData: true, photoId: null } } }), null],
    ["the signature of who took the goods", form({ ink: null }), "signature"],
    ["nobody signs for what nobody took", form({ outcome: "refused", reason: "外箱破损", ink: null }), null],
    ["the reason of a refusal", form({ outcome: "refused" }), "reason"],
    ["why nothing was delivered", form({ outcome: "not_delivered" }), "why"],
    [
      "a failed attempt asks for no temperature",
      form({ outcome: "not_delivered", why: "nobody", boxes: {}, ink: null }),
      null,
    ],
    [
      "of a failed attempt a reading that is none",
      form({
        outcome: "not_delivered",
        why: "nobody",
        boxes: { [BOX]: { celsius: "4,5,", noData: false, photoId: null } },
        ink: null,
      }),
      "temperature",
    ],
    ["a partial receipt that misses nothing", form({ outcome: "partly_delivered" }), "nothingMissing"],
    [
      "a reason for each missing line",
      form({ outcome: "partly_delivered", lines: { [FIRST ?? ""]: { received: 3, reason: "" } } }),
      "lineReason",
    ],
    [
      "a partial receipt of nothing",
      form({
        outcome: "partly_delivered",
        lines: Object.fromEntries([FIRST, SECOND].map((id) => [id ?? "", { received: 0, reason: "破损" }])),
      }),
      "everythingMissing",
    ],
  ] as const)("%s", (_name, given, expected) => {
    expect(lacking(given, DELIVERY)).toBe(expected);
  });
});

describe("the one command", () => {
  test("of a whole receipt tells no lines, the temperature as text and who signed", () => {
    expect(confirmation(form({ isOnBehalf: true, relation: "同事" }), DELIVERY, null)).toMatchObject({
      outcome: "delivered",
      arrivedAt: "2026-11-22T02:12:00.000Z",
      lines: [],
      boxes: [{ boxId: BOX, arrivalCelsius: "5.2", loggerPhotoId: "photo" }],
      receiverName: "王老师",
      receivedOnBehalf: "同事",
      strokes: INK,
      secondReceiverName: null,
      secondStrokes: [],
    });
  });

  test("of a partial one tells every line, with a reason only where something is missing", () => {
    const told = toldFacts(
      form({ outcome: "partly_delivered", lines: { [FIRST ?? ""]: { received: 3, reason: "破损" } } }),
      DELIVERY,
      null,
    );
    expect(told.lines).toEqual([
      { pickLineId: SECOND, received: "10", reason: null },
      { pickLineId: FIRST, received: "3", reason: "破损" },
    ]);
  });

  test.each([
    ["4.8", false, "4.8"],
    ["", false, null],
    ["4.8", true, "4.8"], // "No data" was ticked for another outcome: the page shows the reading again.
  ])(
    "of a failed attempt says why in the trade's words, whom nobody met, and a reading only if there is one",
    (celsius, noData, arrivalCelsius) => {
      const failed = form({
        outcome: "not_delivered",
        why: "otherDay",
        reason: "周三上午",
        boxes: { [BOX]: { celsius, noData, photoId: null } },
        ink: null,
      });
      const told = confirmation(failed, DELIVERY, reasonOf(failed, WORDS));
      expect([told.reason, told.receiverName, told.boxes]).toEqual([
        "改约：周三上午",
        null,
        [{ boxId: BOX, arrivalCelsius, loggerPhotoId: null }],
      ]);
    },
  );

  test("no data stays no data, whatever was typed before", () => {
    const given = form({ boxes: { [BOX]: { celsius: "5.2", noData: true, photoId: null } } });
    expect(toldFacts(given, DELIVERY, null).temperatures).toEqual([{ boxId: BOX, celsius: null }]);
  });
});

describe("the receipt that is signed", () => {
  test("has its lines in the order of their ids and numbers as people write them", async () => {
    const document = receiptDocument(sentFacts(DELIVERY), toldFacts(form(), DELIVERY, null));
    expect(document["lines"]).toMatchObject([
      { pickLineId: FIRST, sent: "4", received: "4", reason: null },
      { pickLineId: SECOND, sent: "10", received: "10", reason: null },
    ]);
    expect(await receiptDigest(document)).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe("ink", () => {
  test("is kept in thousandths of the pad's width, without the time", () => {
    expect(inkOf({ width: 1000, height: 500, strokes: [[0, 0, 0, 1000, 500, 40]] }, 200)).toEqual([
      [0, 0, 500, 250],
    ]);
  });

  test("never has more points than the server takes, and keeps its shape", () => {
    const stroke = Array.from({ length: 10_001 }, (_, at) => [at, at, at]).flat();
    const kept = inkOf({ width: 0, height: 0, strokes: [stroke] }, 1_000);
    expect(kept?.[0]?.slice(-2)).toEqual([1_000, 1_000]);
    expect((kept?.[0]?.length ?? 0) / 2).toBeLessThanOrEqual(4_000);
  });

  test("of a few dots is no signature", () => {
    expect(
      inkOf(
        {
          width: 9,
          height: 9,
          strokes: [
            [0, 0, 0, 9, 9, 4],
            [3, 3, 9],
          ],
        },
        300,
      ),
    ).toBeNull();
  });

  test("can be drawn again", () => {
    expect(
      pathOf([
        [0, 0, 10, 5],
        [3, 4, 6, 8],
      ]),
    ).toEqual({ path: "M0 0L10 5M3 4L6 8", width: 10, height: 8 });
  });

  test.each([null, "x", [["1"]], [1]])("%j from outside is no ink", (stored) => {
    expect(inkFrom(stored)).toBeNull();
  });
});
