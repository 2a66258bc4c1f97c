/** Both engines as the phone has them, over pictures that are drawn here. */
// @vitest-environment node
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { prepareZXingModule } from "zxing-wasm/reader";
import { prepareZXingModule as prepareWriter, writeBarcode, type WriterOptions } from "zxing-wasm/writer";
import { look } from "@scanners/image";
import { BOX, resized, transposed, turned, type Grey } from "@scanners/pixels";
import { gaussianBlurred, inverted, mapped } from "@scanners/filters";
import type { Code, Reader } from "@scanners/engines";
import { stillReader } from "./stillReader";
import { zbarReader } from "./zbar";

const PACKAGES = new URL("../../../node_modules/", import.meta.url);
const PATIENCE = { milliseconds: 60_000, secondingMilliseconds: 60_000, now: () => performance.now() };
const GS1 = "(01)06901234567892(10)AB-12(17)270228";
const GS1_TEXT = "010690123456789210AB-12\x1d17270228";

type Format = NonNullable<WriterOptions["format"]>;

interface Drawn {
  readonly format: Format;
  readonly options?: string;
}

// Some of these take all of the looks, on a machine that is busy with other tests.
vi.setConfig({ testTimeout: 60_000 });

let both: Reader;
let alone: Reader;

beforeAll(async () => {
  const wasm = (name: string): ArrayBuffer =>
    Uint8Array.from(readFileSync(new URL(`zxing-wasm/dist/${name}`, PACKAGES))).buffer;
  prepareZXingModule({ overrides: { wasmBinary: wasm("reader/zxing_reader.wasm") } });
  prepareWriter({ overrides: { wasmBinary: wasm("writer/zxing_writer.wasm") } });
  both = stillReader(
    async () => await zbarReader(new URL("@undecaf/zbar-wasm/dist/zbar.wasm", PACKAGES).pathname),
  );
  alone = stillReader(async () => await Promise.reject(new Error("not here")));
});

async function drawn(text: string, how: Drawn, scale = 4): Promise<Grey> {
  const { symbol, error } = await writeBarcode(text, how);
  if (symbol === null) throw new Error(error);
  const { width, data } = symbol;
  const isBars = symbol.height === 1;
  const [wide, high] = [width * scale + 80, (isBars ? 120 : symbol.height * scale) + 80];
  const levels = new Uint8ClampedArray(wide * high).fill(255);
  for (let y = 40; y < high - 40; y += 1) {
    const row = isBars ? 0 : Math.floor((y - 40) / scale) * width;
    for (let x = 40; x < wide - 40; x += 1)
      levels[y * wide + x] = data[row + Math.floor((x - 40) / scale)] ?? 255;
  }
  return { width: wide, height: high, levels };
}

const said = (codes: readonly Code[]) =>
  codes.map(({ format, symbology, text, confirmed }) => [format, symbology, text, confirmed]);

describe("a still", () => {
  test.each<[string, Drawn, string, string, string]>([
    ["6901234567892", { format: "EAN13" }, "EAN13", "]E0", "6901234567892"],
    ["96385074", { format: "EAN8" }, "EAN8", "]E4", "96385074"],
    ["036000291452", { format: "UPCA" }, "EAN13", "]E0", "0036000291452"],
    ["01234565", { format: "UPCE" }, "UPCE", "]E0", "0012345000065"],
    ["09501101530003", { format: "ITF" }, "ITF", "]I1", "09501101530003"],
    ["LOT-123", { format: "Code39" }, "Code39", "]A0", "LOT-123"],
    ["+A123BJC5D6E71G", { format: "Code39Std" }, "Code39", "]A0", "+A123BJC5D6E71G"],
    ["LOT-123", { format: "Code93" }, "Code93", "]G0", "LOT-123"],
    ["A12345B", { format: "Codabar" }, "Codabar", "]F0", "A12345B"],
    ["09501101530003", { format: "DataBarOmni" }, "DataBarOmni", "]e0", "0109501101530003"],
    [GS1, { format: "DataBarExp", options: "gs1" }, "DataBarExp", "]e0", GS1_TEXT],
    ["LOT-123", { format: "Aztec" }, "Aztec", "]z0", "LOT-123"],
    ["LOT-123", { format: "PDF417" }, "PDF417", "]L2", "LOT-123"],
    ["LOT-123", { format: "MaxiCode" }, "MaxiCode", "]U0", "LOT-123"],
    [GS1, { format: "DataMatrix", options: "gs1" }, "DataMatrix", "]d2", GS1_TEXT],
    [GS1, { format: "QRCode", options: "gs1" }, "QRCode", "]Q3", GS1_TEXT],
    [GS1, { format: "Code128", options: "gs1" }, "Code128", "]C1", GS1_TEXT],
  ])("of %s in %o is read once and confirmed, as the server reads it", async (printed, how, ...expected) => {
    expect(said(await look(await drawn(printed, how), both, PATIENCE))).toEqual([[...expected, true]]);
  });

  test.each<[string, Drawn, string]>([
    ["96385074", { format: "EAN8" }, "EAN8"],
    ["LOT-123", { format: "Code39" }, "Code39"],
    ["A12345B", { format: "Codabar" }, "Codabar"],
    ["09501101530003", { format: "ITF" }, "ITF"],
  ])(
    "of %s in %o is to be compared with the print where the second engine is missing",
    async (text, how, format) => {
      const [code] = said(
        await look(await drawn(text, how), alone, { ...PATIENCE, secondingMilliseconds: 0 }),
      );
      expect([code?.[0], code?.[2], code?.[3]]).toEqual([format, text, false]);
    },
  );

  test("of a short number of interleaved bars is never confirmed, because it may be a part", async () => {
    const codes = await look(await drawn("2733496607", { format: "ITF" }), both, PATIENCE);
    expect(said(codes)).toEqual([["ITF", "]I0", "2733496607", false]]);
  });

  const spoiled: readonly [string, (picture: Grey) => Grey][] = [
    ["turned by 33°", (picture) => turned(picture, 33)],
    ["blurred", (picture) => gaussianBlurred(picture, 1.6)],
    [
      "half size",
      (picture) => resized(picture, Math.floor(picture.width / 2), Math.floor(picture.height / 2), BOX),
    ],
    ["dark", (picture) => mapped(picture, (level) => level / 8)],
    ["inverted", inverted],
    ["mirrored and on its side", transposed],
  ];
  const carriers: readonly Format[] = ["DataMatrix", "QRCode", "Code128"];
  test.each(spoiled.flatMap(([name, spoil]) => carriers.map((carrier) => ({ name, carrier, spoil }))))(
    "$name is still read: $carrier",
    async ({ carrier, spoil }) => {
      const picture = spoil(await drawn(GS1, { format: carrier, options: "gs1" }));
      expect((await look(picture, both, PATIENCE)).map(({ text }) => text)).toEqual([GS1_TEXT]);
    },
  );

  test("of a large photo is found at its full size, and a small code beside it too", async () => {
    const [width, height] = [4_032, 3_024];
    const levels = new Uint8ClampedArray(width * height).fill(190);
    const paste = ({ width: wide, height: high, levels: own }: Grey, left: number, top: number): void => {
      for (let row = 0; row < high; row += 1)
        levels.set(own.subarray(row * wide, (row + 1) * wide), (top + row) * width + left);
    };
    paste(await drawn(GS1, { format: "DataMatrix", options: "gs1" }), 2_500, 1_800);
    paste(await drawn("LL:LOC:A-01-03:H", { format: "QRCode" }), 300, 400);
    const codes = await look({ width, height, levels }, both, PATIENCE);
    expect(codes.map(({ text }) => text).sort()).toEqual([GS1_TEXT, "LL:LOC:A-01-03:H"]);
    expect(codes.every(({ stage }) => stage === "place")).toBe(true);
  });

  test("without a code holds none, and every look is told", async () => {
    const shares: number[] = [];
    const levels = new Uint8ClampedArray(300 * 200).fill(255);
    const codes = await look({ width: 300, height: 200, levels }, both, {
      ...PATIENCE,
      tell: (share) => shares.push(share),
    });
    expect(codes).toEqual([]);
    expect(shares.length).toBeGreaterThan(20);
    expect(shares).toEqual([...shares].sort((one, other) => one - other));
  });

  test("that takes too long is ended after the look at hand", async () => {
    let now = 0;
    const asked: string[] = [];
    const levels = new Uint8ClampedArray(300 * 200).fill(255);
    const slow: Reader = async (_engine, _picture, stage) => {
      asked.push(stage);
      now += 700;
      return [];
    };
    expect(
      await look({ width: 300, height: 200, levels }, slow, {
        milliseconds: 1_000,
        secondingMilliseconds: 0,
        now: () => now,
      }),
    ).toEqual([]);
    expect(asked).toEqual(["plain", "plain"]);
  });
});
