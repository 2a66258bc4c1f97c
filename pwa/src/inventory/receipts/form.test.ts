import { expect, test } from "vitest";
import { acceptedDraft, inputFrom, lacking, type LineForm, type ReceiptForm } from "./form";

const line = (more: Partial<LineForm> = {}): LineForm => ({
  key: "k",
  productId: "p",
  productName: "人 IL-6 ELISA 试剂盒",
  detail: "96T · EL-0106",
  unit: "盒",
  piecesPerCase: 20,
  storageClass: "refrigerated",
  lotNumber: "2609B147",
  expiresOn: "2027-03-31",
  codeExpiresOn: "2027-03-31",
  expiryWord: null,
  expiryPrinted: "2027-03-31",
  madeOn: null,
  quantity: 40,
  locationId: "l",
  reading: null,
  notes: [],
  ...more,
});
const form = (more: Partial<ReceiptForm> = {}): ReceiptForm => ({
  receiptId: "r",
  supplierId: "s",
  deliveryNoteNumber: " SH-1 ",
  transport: "冷藏车",
  celsius: "4,2",
  lines: [line()],
  ...more,
});

test.each([
  ["nothing", form(), null],
  ["the supplier", form({ supplierId: null }), "supplier"],
  ["what came", form({ lines: [] }), "lines"],
  ["a lot", form({ lines: [line({ lotNumber: " " })] }), "lot"],
  ["an expiry", form({ lines: [line({ expiresOn: null })] }), "expiry"],
  ["a place", form({ lines: [line({ locationId: null })] }), "location"],
  ["the same lot twice is one line", form({ lines: [line(), line({ key: "k2" })] }), "lotTwice"],
  ["how cold goods came", form({ transport: "" }), "transport"],
  ["their temperature", form({ celsius: "" }), "celsius"],
  [
    "ambient goods need neither",
    form({ transport: "", celsius: "", lines: [line({ storageClass: "ambient" })] }),
    null,
  ],
  [
    "but what was typed is a temperature",
    form({ celsius: "warm", lines: [line({ storageClass: "ambient" })] }),
    "celsius",
  ],
] as const)("lacks: %s", (_name, given, expected) => {
  expect(lacking(given)).toBe(expected);
});

test("numbers go out as text, blanks as nothing", () => {
  expect(inputFrom(form({ transport: " " }))).toEqual({
    receiptId: "r",
    supplierId: "s",
    deliveryNoteNumber: "SH-1",
    transport: null,
    arrivalCelsius: "4.2",
    readings: [],
    lines: [
      {
        productId: "p",
        lotNumber: "2609B147",
        expiresOn: "2027-03-31",
        expiryWord: null,
        expiryPrinted: null,
        madeOn: null,
        quantity: "40",
        locationId: "l",
      },
    ],
  });
});

test("a copied expiry goes out in the maker's words, a scanned one as its day alone", () => {
  const copied = line({ expiresOn: "2027-04-30", expiryWord: "失效期", expiryPrinted: " 2027-05 " });

  expect(inputFrom(form({ lines: [copied] })).lines[0]).toMatchObject({
    expiresOn: "2027-04-30",
    expiryWord: "失效期",
    expiryPrinted: "2027-05",
  });
});

test("a draft of a version that knew no words is taken up", () => {
  const { codeExpiresOn, expiryWord, expiryPrinted, reading, ...earlier } = line();

  expect(acceptedDraft({ ...form(), lines: [earlier] })?.lines).toEqual([
    { ...earlier, codeExpiresOn: null, expiryWord: null, expiryPrinted: "", reading: null },
  ]);
  expect([codeExpiresOn, expiryWord, expiryPrinted, reading]).toEqual([
    "2027-03-31",
    null,
    "2027-03-31",
    null,
  ]);
});

test("the readings that were chosen go out with the arrival", () => {
  const reading = { rawText: "010690123456789210AB17270731", symbology: null, choice: 1 };

  expect(inputFrom(form({ lines: [line({ reading }), line({ key: "k2" })] })).readings).toEqual([reading]);
});
