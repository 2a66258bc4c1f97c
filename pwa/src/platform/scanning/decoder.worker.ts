/// <reference lib="webworker" />
/**
 * zxing in a worker, with the wasm from our own address. Never the browser's own BarcodeDetector: it leans on Play
 * services and hides FNC1 and the symbology identifier. Inverted, mirrored and rotated codes are tried by zxing itself.
 */
import { prepareZXingModule, readBarcodes, type ReaderOptions } from "zxing-wasm/reader";
import wasmUrl from "zxing-wasm/reader/zxing_reader.wasm?url";
import type { DecodeAnswer, DecodeRequest, SeenCode } from "./scan";
import { attemptsFor, type Attempt } from "./stills";

declare const self: DedicatedWorkerGlobalScope;

const CODES_MAX = 8;
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
  tryHarder: true,
  tryInvert: true,
  tryRotate: true,
};

prepareZXingModule({ overrides: { locateFile: () => wasmUrl }, fireImmediately: true });
// The first reading of a fresh module costs more than the ones after it: it is spent on nothing, before a camera is open.
void readBarcodes(new ImageData(64, 64), COMMON).catch(() => []);

self.addEventListener("message", (event: MessageEvent<DecodeRequest>) => {
  void decode(event.data).then((answer) => self.postMessage(answer));
});

async function decode({ number, image, effort }: DecodeRequest): Promise<DecodeAnswer> {
  try {
    const codes =
      image instanceof Blob
        ? await readPhoto(image, (progress) => self.postMessage({ number, progress }))
        : await readPixels(image, effort === "still");
    return { number, codes };
  } catch {
    return { number, codes: [] }; // An image that cannot be opened holds no code; the person sees "nothing found".
  }
}

async function readPixels(pixels: ImageData, tryDenoise: boolean): Promise<readonly SeenCode[]> {
  const found = await readBarcodes(pixels, { ...COMMON, tryDenoise });
  return found
    .filter((code) => code.isValid)
    .map(({ text, format, symbologyIdentifier, contentType, position }) => ({
      text,
      format,
      symbologyIdentifier: symbologyIdentifier || null,
      contentType,
      corners: [position.topLeft, position.topRight, position.bottomRight, position.bottomLeft],
    }));
}

/** The browser's own image reader knows HEIC (where it does) and the camera's orientation. */
async function readPhoto(photo: Blob, tell: (progress: number) => void): Promise<readonly SeenCode[]> {
  const bitmap = await createImageBitmap(photo, { imageOrientation: "from-image" });
  try {
    const attempts = attemptsFor(bitmap);
    for (const [number, attempt] of attempts.entries()) {
      tell((number + 0.5) / attempts.length);
      const codes = await readPixels(drawn(bitmap, attempt), true);
      if (codes.length > 0) return codes;
    }
    return [];
  } finally {
    bitmap.close();
  }
}

function drawn(bitmap: ImageBitmap, { part, scale }: Attempt): ImageData {
  const canvas = new OffscreenCanvas(Math.round(part.width * scale), Math.round(part.height * scale));
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("no canvas in this worker");
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, part.x, part.y, part.width, part.height, 0, 0, canvas.width, canvas.height);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}
