/// <reference lib="webworker" />
/**
 * zxing in a worker, with the wasm from our own address. Never the browser's own BarcodeDetector: it leans on Play
 * services and hides FNC1 and the symbology identifier.
 */
import { prepareZXingModule, readBarcodes, type ReaderOptions } from "zxing-wasm/reader";
import wasmUrl from "zxing-wasm/reader/zxing_reader.wasm?url";
import type { DecodeAnswer, DecodeRequest } from "./scan";

declare const self: DedicatedWorkerGlobalScope;

const CODES_MAX = 8;
const PHOTO_SIDE_MAX = 4_096;
/** textMode Plain keeps FNC1 as \x1d; the default, made for people to read, loses it. */
const COMMON: ReaderOptions = {
  formats: [
    "DataMatrix",
    "Code128",
    "QRCode",
    "EAN13",
    "EAN8",
    "UPCA",
    "UPCE",
    "ITF14",
    "DataBar",
    "DataBarExpanded",
  ],
  textMode: "Plain",
  maxNumberOfSymbols: CODES_MAX,
  tryInvert: true,
  tryRotate: true,
};

prepareZXingModule({ overrides: { locateFile: () => wasmUrl }, fireImmediately: true });

self.addEventListener("message", (event: MessageEvent<DecodeRequest>) => {
  void decode(event.data).then((answer) => self.postMessage(answer));
});

async function decode({ number, image, effort }: DecodeRequest): Promise<DecodeAnswer> {
  try {
    const pixels = image instanceof Blob ? await pixelsOf(image) : image;
    const found = await readBarcodes(pixels, { ...COMMON, tryHarder: true, tryDenoise: effort === "still" });
    return {
      number,
      codes: found
        .filter((code) => code.isValid)
        .map((code) => ({
          text: code.text,
          format: code.format,
          symbologyIdentifier: code.symbologyIdentifier || null,
          contentType: code.contentType,
        })),
    };
  } catch {
    return { number, codes: [] }; // An image that cannot be opened holds no code; the person sees "nothing found".
  }
}

/** The browser's own image reader knows HEIC and the camera's orientation; very large photos are brought to size. */
async function pixelsOf(photo: Blob): Promise<ImageData> {
  const bitmap = await createImageBitmap(photo, { imageOrientation: "from-image" });
  try {
    const scale = Math.min(1, PHOTO_SIDE_MAX / Math.max(bitmap.width, bitmap.height));
    const canvas = new OffscreenCanvas(Math.round(bitmap.width * scale), Math.round(bitmap.height * scale));
    const context = canvas.getContext("2d");
    if (context === null) throw new Error("no canvas in this worker");
    context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    return context.getImageData(0, 0, canvas.width, canvas.height);
  } finally {
    bitmap.close();
  }
}
