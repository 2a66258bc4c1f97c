import { describe, expect, test } from "vitest";
import { lotText, placeText } from "@scanners/house_label";
import { read } from "@scanners/label";
import { inWords } from "./refusalWords";
import { judged, type TaskScan, type Verdict } from "./rules";
import { withWrites, type Task, type TaskLine } from "./task";

const TODAY = "2026-11-22";
const GTIN = "06901234567892";
const CASE_GTIN = "16901234567899";
const OTHER_GTIN = "06901234567908";

const line = (more: Partial<TaskLine> = {}): TaskLine => ({
  id: "line-1",
  productId: "product-1",
  productName: "人 IL-6 ELISA 试剂盒",
  catalogueNumber: "EL-0106",
  specification: "96T",
  unit: "盒",
  piecesPerCase: 20,
  serialised: false,
  storageClass: "refrigerated",
  lotId: "lot-1",
  lotNumber: "2609B147",
  expiresOn: "2027-03-31",
  lotState: "accepted",
  locationCode: "A-02-14",
  toPick: 4,
  picked: 0,
  closedWhy: null,
  otherLotReason: null,
  packs: [
    { gtin: GTIN, pieces: 1 },
    { gtin: CASE_GTIN, pieces: 20 },
  ],
  ...more,
});
const task = (...lines: TaskLine[]): Task => ({
  id: "task-1",
  state: "picking",
  orderNumber: "SO-2026-1187",
  customerName: "复旦附属中山医院",
  wantedOn: null,
  note: null,
  pickerId: "me",
  pickerName: "陈立",
  returnedReason: null,
  lines,
  picks: [],
});
const scanOf = (rawText: string, more: Partial<TaskScan> = {}): TaskScan => ({
  rawText,
  symbology: "]d2",
  source: "camera",
  reason: null,
  choice: null,
  photo: null,
  ...more,
});
function verdict(
  of: Task,
  rawText: string,
  more: Partial<TaskScan> = {},
  pieces: number | null = null,
): Verdict {
  const scan = scanOf(rawText, more);
  return judged(of, of.lines[0] ?? null, scan, read(rawText, scan.symbology, { year: 2026 }), TODAY, pieces);
}
const code = (gtin: string, lot: string, expiry = "270331", serial = ""): string =>
  `01${gtin}17${expiry}10${lot}${serial === "" ? "" : `\u001d21${serial}`}`;
const why = (found: Verdict): string => (found.kind === "refused" ? found.refusal : found.kind);

describe("a scan", () => {
  test("of the line's product and lot counts the one piece it stands for", () => {
    expect(verdict(task(line()), code(GTIN, "2609B147"))).toMatchObject({
      kind: "good",
      pieces: 1,
      serial: null,
    });
  });

  test("of a case asks what is meant, and counts as many of it as are said", () => {
    const many = task(line({ toPick: 40 }));
    expect(verdict(many, code(CASE_GTIN, "2609B147"))).toMatchObject({ kind: "pack", pieces: 20 });
    expect(verdict(many, code(CASE_GTIN, "2609B147"), {}, 20)).toMatchObject({ kind: "good", pieces: 20 });
    expect(verdict(task(line()), code(CASE_GTIN, "2609B147"), {}, 4)).toMatchObject({
      kind: "good",
      pieces: 4,
    });
  });

  test("without an expiry is taken at its lot", () => {
    expect(why(verdict(task(line()), `01${GTIN}102609B147`))).toBe("good");
  });

  test("goes to the other line of the same product when that one has the lot", () => {
    const two = task(line(), line({ id: "line-2", lotNumber: "2611C003" }));
    expect(verdict(two, code(GTIN, "2611C003"))).toMatchObject({ kind: "good", line: { id: "line-2" } });
  });

  test("of the right shelf says so, and of a wrong one too", () => {
    const shelf = (code: string): Verdict =>
      verdict(task(line()), placeText("location", code) ?? "", { symbology: "]Q1" });
    expect([shelf("A-02-14"), shelf("C-11-03")]).toEqual([
      { kind: "place", code: "A-02-14", isRight: true },
      { kind: "place", code: "C-11-03", isRight: false },
    ]);
  });
});

describe("a refusal", () => {
  test.each([
    ["another product", code(OTHER_GTIN, "2609B147"), {}, "WrongProduct"],
    ["another lot", code(GTIN, "2608A001"), {}, "NotTheProposedLot"],
    ["the lot with another expiry", code(GTIN, "2609B147", "270430"), {}, "NotTheProposedLot"],
    ["no lot", `01${GTIN}`, {}, "LotNotOnCode"],
    ["anything else", "hello", { symbology: "]Q1" }, "UnknownCode"],
  ] as const)("%s", (_name, text, more, expected) => {
    expect(why(verdict(task(line()), text, more))).toBe(expected);
  });

  test.each([
    ["more than the line asks for", { picked: 4 }, "LineFull"],
    ["a closed line", { closedWhy: "short" }, "LineClosed"],
    ["a lot on hold", { lotState: "on_hold" }, "LotOnHold"],
    ["a lot that waits for inspection", { lotState: "pending" }, "LotNotAccepted"],
    ["a lot the day after its last", { expiresOn: "2026-11-21" }, "LotExpired"],
    ["a piece without its serial number", { serialised: true }, "SerialMissing"],
  ] as const)("%s", (_name, facts, expected) => {
    const one = line(facts);
    const expiry = one.expiresOn.replaceAll("-", "").slice(2);
    expect(why(verdict(task(one), code(GTIN, "2609B147", expiry)))).toBe(expected);
  });

  test("a case is not asked about when not one piece of it may be taken", () => {
    const held = task(line({ lotState: "on_hold" }));
    expect(why(verdict(held, code(CASE_GTIN, "2609B147")))).toBe("LotOnHold");
  });

  test("a whole case that holds more than is left says how much is left", () => {
    expect(verdict(task(line({ picked: 1 })), code(CASE_GTIN, "2609B147"), {}, 20)).toMatchObject({
      refusal: "LineFull",
      toPick: 4,
      picked: 1,
      pieces: 20,
    });
  });

  test("the last day itself is still good", () => {
    expect(why(verdict(task(line({ expiresOn: TODAY })), code(GTIN, "2609B147", "261122")))).toBe("good");
  });
});

describe("a lot typed off a box without a code", () => {
  test("counts for the line the picker stands before", () => {
    expect(
      verdict(task(line()), "2609B147", { source: "typed", symbology: null, reason: "标签破损" }, 3),
    ).toMatchObject({
      kind: "good",
      pieces: 3,
    });
  });

  test("is no answer for a product that is followed by serial number", () => {
    expect(
      why(verdict(task(line({ serialised: true })), "2609B147", { source: "typed", symbology: null })),
    ).toBe("SerialMissing");
  });
});

describe("what this phone has written", () => {
  const pick = (
    id: string,
    text: string,
    standing: "savedHere" | "done" | "needsAttention" = "savedHere",
    quantity = "1",
  ) =>
    ({
      name: "logistics.confirmPick",
      standing,
      input: {
        pickId: id,
        pickLineId: "line-1",
        quantity,
        scan: { rawText: text, symbology: "]d2", source: "camera" },
      },
    }) as const;
  const serialOf = (text: string): string | null => text.split("\u001d21")[1] ?? null;

  test("counts until the server's snapshot knows it, and never twice", () => {
    const writes = [pick("a", code(GTIN, "2609B147")), pick("b", code(GTIN, "2609B147"), "done")];
    const snapshot: Task = {
      ...task(line({ picked: 1 })),
      picks: [
        { id: "b", lineId: "line-1", quantity: 1, serial: null, productId: "product-1", undone: false },
      ],
    };
    expect(withWrites(snapshot, writes, serialOf).lines[0]?.picked).toBe(2);
  });

  test("never happened when it was refused", () => {
    expect(withWrites(task(line()), [pick("a", "x", "needsAttention")], serialOf)).toEqual(task(line()));
  });

  test("knows the serial number at once, also without network", () => {
    const text = code(GTIN, "2609B147", "270331", "SN-7");
    const after = withWrites(task(line({ serialised: true })), [pick("a", text)], serialOf);
    expect(why(verdict(after, text))).toBe("SerialAlreadyScanned");
  });

  test("is not finished for ever: the re-checker may have sent it back since", () => {
    const finish = (standing: "savedHere" | "done") =>
      ({ name: "logistics.finishPick", standing, input: { outboundId: "task-1" } }) as const;
    expect(withWrites(task(line()), [finish("savedHere")], serialOf).state).toBe("picked");
    expect(withWrites(task(line()), [finish("done")], serialOf).state).toBe("picking");
  });

  test("undone goes back, and a finished task is open again", () => {
    const writes = [
      pick("a", code(GTIN, "2609B147"), "savedHere", "4"),
      { name: "logistics.finishPick", standing: "savedHere", input: { outboundId: "task-1" } },
      { name: "logistics.undoPick", standing: "savedHere", input: { pickId: "a" } },
    ] as const;
    const after = withWrites(task(line()), writes, serialOf);
    expect([after.state, after.lines[0]?.picked]).toEqual(["picking", 0]);
  });

  test("closes what is missing, and opens it again for what went back", () => {
    const short = {
      name: "logistics.closeLine",
      standing: "savedHere",
      input: { pickLineId: "line-1", why: "short" },
    } as const;
    const writes = [pick("a", code(GTIN, "2609B147"), "savedHere", "2"), short];
    expect(withWrites(task(line()), writes, serialOf).lines[0]).toMatchObject({
      picked: 2,
      closedWhy: "short",
    });
    const undo = { name: "logistics.undoPick", standing: "savedHere", input: { pickId: "a" } } as const;
    expect(withWrites(task(line()), [...writes, undo], serialOf).lines[0]).toMatchObject({
      toPick: 2,
      picked: 0,
      closedWhy: null,
    });
  });
});

describe("a label of our own", () => {
  const LOT_ID = "019366a7-3c40-7e21-9f00-5a1b2c3d4e5f";
  const scanOwn = (lotId: string): Verdict =>
    verdict(task(line({ lotId: LOT_ID, packs: [] })), lotText(lotId) ?? "", { symbology: "]Q1" });

  test("is one piece of the lot it names", () => {
    expect(scanOwn(LOT_ID)).toMatchObject({ kind: "good", pieces: 1, line: { id: "line-1" } });
  });

  test("of another lot is refused as such, and nobody reads its raw text", () => {
    const found = scanOwn("019366a7-3c40-7e21-9f00-5a1b2c3d4e60");
    expect(found).toEqual({
      kind: "refused",
      line: expect.objectContaining({ id: "line-1" }),
      refusal: "AnotherLotsLabel",
      expected: "2609B147",
      lotId: "019366a7-3c40-7e21-9f00-5a1b2c3d4e60",
      scanned: null,
    });
    const titles = [null, "2609B201"].map((scanned) =>
      found.kind === "refused" && found.refusal === "AnotherLotsLabel"
        ? inWords({ ...found, scanned }).refusal
        : null,
    );
    expect(titles).toMatchObject([
      { title: "这是另一个批号的标签", detail: "请拣批号 2609B147，货位 A-02-14。" },
      { title: "批号 2609B201 不是本行应拣的", detail: "请拣批号 2609B147，货位 A-02-14。" },
    ]);
  });
});
