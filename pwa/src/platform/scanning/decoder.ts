/**
 * The worker as a function. One frame at a time: a new one is not even drawn while the last is being read. One worker
 * for the whole app: it is started when a button that leads to a camera comes into view, and kept for a while after.
 */
import type { DecodeAnswer, DecodeRequest, SeenCode } from "./scan";

const FRAME_TIMEOUT_MS = 10_000;
/** The worker itself looks for twelve seconds; one more look at a large photo on a slow phone takes its time. */
const STILL_TIMEOUT_MS = 30_000;
const IDLE_MS = 120_000;

export interface Decoder {
  /** Resolves with what was found; with nothing when the worker died or took too long. */
  read(image: ImageData | Blob, tell?: (progress: number) => void): Promise<readonly SeenCode[]>;
  close(): void;
}

export interface Decoders {
  /** Starts the worker and its wasm ahead of the tap. */
  warm(): void;
  /** For a page with a camera; `close` gives it back. */
  lease(): Decoder;
}

interface Question {
  readonly answer: (codes: readonly SeenCode[]) => void;
  readonly tell: (progress: number) => void;
}

export function decoders(newWorker: () => Worker = startWorker, idleMs = IDLE_MS): Decoders {
  const waiting = new Map<number, Question>();
  let worker: Worker | null = null;
  let asked = 0;
  let leases = 0;
  let idle: ReturnType<typeof setTimeout> | undefined;

  const answer = (number: number, codes: readonly SeenCode[]): void => {
    waiting.get(number)?.answer(codes);
    waiting.delete(number);
  };
  const end = (): void => {
    worker?.terminate();
    worker = null;
    [...waiting.keys()].forEach((number) => answer(number, []));
  };
  const started = (): Worker => {
    if (worker !== null) return worker;
    worker = newWorker();
    worker.addEventListener("message", ({ data }: MessageEvent<DecodeAnswer>) => {
      if ("progress" in data) waiting.get(data.number)?.tell(data.progress);
      else answer(data.number, data.codes);
    });
    worker.addEventListener("error", end);
    return worker;
  };
  const restIfUnused = (): void => {
    clearTimeout(idle);
    idle = setTimeout(() => {
      if (leases === 0) end();
    }, idleMs);
  };

  const read: Decoder["read"] = (image, tell = () => undefined) => {
    asked += 1;
    const number = asked;
    const request: DecodeRequest = { number, image };
    return new Promise((resolve) => {
      // A decoder that hangs is ended; the next question starts a new one.
      const timer = setTimeout(end, image instanceof Blob ? STILL_TIMEOUT_MS : FRAME_TIMEOUT_MS);
      waiting.set(number, {
        tell,
        answer: (codes) => {
          clearTimeout(timer);
          resolve(codes);
        },
      });
      started().postMessage(request, image instanceof Blob ? [] : [image.data.buffer]);
    });
  };

  return {
    warm() {
      if (typeof Worker === "undefined") return;
      started();
      restIfUnused();
    },
    lease() {
      let isOpen = true;
      leases += 1;
      started();
      return {
        read: async (...question) => (isOpen ? await read(...question) : []),
        close() {
          if (!isOpen) return;
          isOpen = false;
          leases -= 1;
          restIfUnused();
        },
      };
    },
  };
}

/** The one of this app. */
export const deviceDecoders = decoders();

function startWorker(): Worker {
  return new Worker(new URL("./decoder.worker.ts", import.meta.url), { type: "module" });
}
