/** Both engines over a grey picture, as `@scanners/image` asks them. */
import { readBarcodes, type ReaderOptions } from "zxing-wasm/reader";
import { byZxing, FORMATS, type Code, type Reader } from "@scanners/engines";
import type { Grey } from "@scanners/pixels";
import type { ZbarReader } from "./zbar";

/** textMode Plain keeps FNC1 as \x1d; the default, made for people to read, loses it. */
export const COMMON: ReaderOptions = {
  textMode: "Plain",
  tryHarder: true,
  tryInvert: true,
  tryRotate: true,
};

/** `second` is asked for when the first picture needs it; where it cannot be had, one engine reads alone. */
export function stillReader(second: () => Promise<ZbarReader>): Reader {
  let zbar: Promise<ZbarReader | null> | null = null;
  return async (engine, picture, stage) => {
    if (engine !== "zbar") return await byZxingIn(picture, stage, engine === "zxing fixed");
    zbar ??= second().catch(() => null);
    return (await (await zbar)?.(picture, stage)) ?? [];
  };
}

async function byZxingIn(picture: Grey, stage: string, isFixed: boolean): Promise<readonly Code[]> {
  const found = await readBarcodes(portableGraymap(picture), {
    ...COMMON,
    formats: [...FORMATS],
    binarizer: isFixed ? "FixedThreshold" : "LocalAverage",
  });
  return found.flatMap((each) => {
    const code = each.isValid ? byZxing(each, stage) : null;
    return code === null ? [] : [code];
  });
}

/** A file of the levels behind a short header: a fourth of what the same picture takes in colours. */
export function portableGraymap({ width, height, levels }: Grey): Uint8Array {
  const header = new TextEncoder().encode(`P5\n${width} ${height}\n255\n`);
  const file = new Uint8Array(header.length + levels.length);
  file.set(header);
  file.set(levels, header.length);
  return file;
}
