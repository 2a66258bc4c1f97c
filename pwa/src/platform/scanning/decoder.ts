/** The worker as a function. One frame at a time: a new one is not even drawn while the last is being read. */
import type { DecodeAnswer, DecodedCode, DecodeRequest } from "./scan";

const DECODE_TIMEOUT_MS = 10_000;

export interface Decoder {
  /** Resolves with what was found; with nothing when the worker died or took longer than 10 s. */
  read(image: ImageData | Blob, effort: DecodeRequest["effort"]): Promise<readonly DecodedCode[]>;
  close(): void;
}

export function startDecoder(
  worker: Worker = new Worker(new URL("./decoder.worker.ts", import.meta.url), { type: "module" }),
): Decoder {
  const waiting = new Map<number, (codes: readonly DecodedCode[]) => void>();
  let asked = 0;
  const answer = (number: number, codes: readonly DecodedCode[]): void => {
    waiting.get(number)?.(codes);
    waiting.delete(number);
  };
  worker.addEventListener("message", ({ data }: MessageEvent<DecodeAnswer>) =>
    answer(data.number, data.codes),
  );
  worker.addEventListener("error", () => [...waiting.keys()].forEach((number) => answer(number, [])));

  return {
    read(image, effort) {
      asked += 1;
      const number = asked;
      const request: DecodeRequest = { number, image, effort };
      return new Promise((resolve) => {
        const timer = setTimeout(() => answer(number, []), DECODE_TIMEOUT_MS);
        waiting.set(number, (codes) => {
          clearTimeout(timer);
          resolve(codes);
        });
        worker.postMessage(request, image instanceof Blob ? [] : [image.data.buffer]);
      });
    },
    close() {
      worker.terminate();
      [...waiting.keys()].forEach((number) => answer(number, []));
    },
  };
}
