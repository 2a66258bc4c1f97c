/// <reference lib="webworker" />
/**
 * zxing in a worker, with the wasm from our own address. Never the browser's own BarcodeDetector: it leans on Play
 * services and hides FNC1 and the symbology identifier. Inverted, mirrored and rotated codes are tried by zxing itself.
 */
import zbarWasmUrl from "@undecaf/zbar-wasm/dist/zbar.wasm?url";
import { look } from "@scanners/image";
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import wasmUrl from "zxing-wasm/reader/zxing_reader.wasm?url";
import { greyOf } from "./grey";
import type { DecodeAnswer, DecodeRequest, SeenCode } from "./scan";
import { COMMON, stillReader } from "./stillReader";
import { FRAME_FORMATS, fromFrame } from "./trusted";

declare const self: DedicatedWorkerGlobalScope;

const FRAME = { ...COMMON, formats: FRAME_FORMATS, maxNumberOfSymbols: 8 };
/** A phone takes a few times as long as the server, which allows three seconds; after that the server is asked, if there is one. */
const STILL_MS_MAX = 12_000;
const SECONDING_MS_MAX = 1_000;

prepareZXingModule({ overrides: { locateFile: () => wasmUrl }, fireImmediately: true });
// The first reading of a fresh module costs more than the ones after it: it is spent on nothing, before a camera is open.
void readBarcodes(new ImageData(64, 64), FRAME).catch(() => []);

const readBoth = stillReader(async () => await (await import("./zbar")).zbarReader(zbarWasmUrl));

self.addEventListener("message", (event: MessageEvent<DecodeRequest>) => {
  void decode(event.data).then((answer) => self.postMessage(answer));
});

async function decode({ number, image }: DecodeRequest): Promise<DecodeAnswer> {
  try {
    const codes =
      image instanceof Blob
        ? await readPhoto(image, (progress) => self.postMessage({ number, progress }))
        : await readFrame(image);
    return { number, codes };
  } catch {
    return { number, codes: [] }; // An image that cannot be opened holds no code; the person sees "nothing found".
  }
}

async function readFrame(pixels: ImageData): Promise<readonly SeenCode[]> {
  const found = await readBarcodes(pixels, FRAME);
  return found.flatMap((each) => {
    const code = each.isValid ? fromFrame(each) : null;
    return code === null ? [] : [code];
  });
}

/** The browser's own image reader knows HEIC (where it does) and the camera's orientation. */
async function readPhoto(photo: Blob, tell: (progress: number) => void): Promise<readonly SeenCode[]> {
  const bitmap = await createImageBitmap(photo, { imageOrientation: "from-image" });
  const picture = greyOf(bitmap);
  bitmap.close();
  const codes = await look(picture, readBoth, {
    milliseconds: STILL_MS_MAX,
    secondingMilliseconds: SECONDING_MS_MAX,
    now: () => performance.now(),
    tell,
  });
  return codes.map(({ text, format, symbology, confirmed }) => ({
    text,
    format,
    symbologyIdentifier: symbology,
    contentType: null,
    corners: [],
    ...(confirmed ? {} : { unconfirmed: true }),
  }));
}
