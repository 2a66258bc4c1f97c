import { describe, expect, test } from "vitest";
import { fromFrame, needsSecondLook, type FoundInFrame } from "./trusted";

const [topLeft, topRight, bottomRight, bottomLeft] = [
  { x: 1, y: 2 },
  { x: 9, y: 2 },
  { x: 9, y: 8 },
  { x: 1, y: 8 },
];
const found = (format: FoundInFrame["format"], symbologyIdentifier: string, text: string): FoundInFrame => ({
  text,
  format,
  symbologyIdentifier,
  contentType: "Text",
  position: { topLeft, topRight, bottomRight, bottomLeft },
});

describe("of a frame", () => {
  test("a strong code is taken with its place", () => {
    expect(fromFrame(found("DataMatrix", "]d2", "0106901234567892"))).toEqual({
      text: "0106901234567892",
      format: "DataMatrix",
      symbologyIdentifier: "]d2",
      contentType: "Text",
      corners: [topLeft, topRight, bottomRight, bottomLeft],
    });
  });

  test.each([
    ["as its bars are", found("Code39", "]A0", "+$$3270531LOT1GG"), "+$$3270531LOT1GG"],
    ["though it was read with pairs", found("Code39Ext", "]A5", "a123BJC5D6E71G"), "+A123BJC5D6E71G"],
  ])("Code 39 is taken where all of it is HIBC, %s", (_name, code, text) => {
    const taken = fromFrame(code);
    expect([taken?.text, taken?.format, taken?.symbologyIdentifier]).toEqual([text, "Code39", "]A0"]);
    expect(taken).not.toHaveProperty("unconfirmed");
  });

  test.each([
    ["with a wrong check character", found("Code39Ext", "]A5", "a123BJC5D6E71H")],
    ["that says anything", found("Code39", "]A0", "LOT-123")],
  ])("Code 39 %s is left to a photo", (_name, code) => {
    expect(fromFrame(code)).toBeNull();
  });

  test("UPC-E, which may be a part of an EAN-13, is to be compared with the print", () => {
    expect(fromFrame(found("UPCE", "]E0", "0012345000065"))?.unconfirmed).toBe(true);
    expect(fromFrame(found("EAN13", "]E0", "6901234567892"))).not.toHaveProperty("unconfirmed");
    expect(fromFrame(found("ITF14", "]I1", "09501101530003"))).not.toHaveProperty("unconfirmed");
  });

  test.each([
    ["]d2", false],
    ["]C1", false],
    ["]Q3", false],
    ["]A0", true],
    ["]E0", true],
    ["]I1", true],
    ["]e0", true],
    [null, false],
  ])("%s must be said by two frames: %s", (symbologyIdentifier, expected) => {
    expect(needsSecondLook({ symbologyIdentifier })).toBe(expected);
  });
});
