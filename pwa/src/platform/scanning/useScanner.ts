/** Camera, decoder, photo and hand scanner as one stream of scans. */
import { onBeforeUnmount, onMounted, ref, shallowRef, type Ref, type ShallowRef } from "vue";
import { openCamera, type Camera, type CameraProblem } from "../camera";
import { deviceFeedback } from "../feedback";
import { startDecoder, type Decoder } from "./decoder";
import { grabFrame } from "./frames";
import { repeatFilter, type DecodedCode, type Scan, type ScanSource } from "./scan";
import { listenForWedge, WEDGE_DEFAULTS, type WedgeSettings } from "./wedge";

export const PHOTO_BYTES_MAX = 10 * 1024 * 1024;

export type ScannerState = "off" | "opening" | "running" | "paused" | CameraProblem;

export interface Scanner {
  readonly state: Readonly<Ref<ScannerState>>;
  readonly camera: Readonly<ShallowRef<Camera | null>>;
  readonly torchIsOn: Readonly<Ref<boolean>>;
  readonly readingPhoto: Readonly<Ref<boolean>>;
  start(): Promise<void>;
  switchTorch(): Promise<void>;
  /** False when the photo holds no code that can be read. */
  readPhoto(photo: Blob): Promise<boolean>;
}

export function useScanner(
  video: Readonly<ShallowRef<HTMLVideoElement | null>>,
  onScan: (scan: Scan) => void,
  wedge: WedgeSettings = WEDGE_DEFAULTS,
): Scanner {
  const state = ref<ScannerState>("off");
  const camera = shallowRef<Camera | null>(null);
  const torchIsOn = ref(false);
  const readingPhoto = ref(false);
  const decoder = shallowRef<Decoder | null>(null);
  const canvas = document.createElement("canvas");
  const isNew = repeatFilter();
  let opening = 0;
  let stopWedge: (() => void) | null = null;

  const tell = (codes: readonly DecodedCode[], source: ScanSource): void => {
    for (const code of codes) {
      if (isNew(code.text, performance.now())) onScan({ ...code, source, at: new Date().toISOString() });
    }
  };
  const stop = (next: ScannerState): void => {
    opening += 1;
    camera.value?.close();
    camera.value = null;
    torchIsOn.value = false;
    state.value = next;
  };
  const start = async (): Promise<void> => {
    stop("opening");
    deviceFeedback.unlock();
    const mine = opening;
    const opened = await openCamera();
    if (mine !== opening) {
      if (typeof opened !== "string") opened.close(); // The page was left or hidden while the camera opened.
      return;
    }
    if (typeof opened === "string") {
      state.value = opened;
      return;
    }
    camera.value = opened;
    if (video.value !== null) {
      video.value.srcObject = opened.stream;
      await video.value.play().catch(() => undefined);
    }
    if (mine !== opening) return;
    state.value = "running";
    void readFrames(mine);
  };
  const readFrames = async (mine: number): Promise<void> => {
    while (mine === opening && decoder.value !== null) {
      const frame = video.value === null ? null : grabFrame(video.value, canvas);
      if (frame !== null) {
        const codes = await decoder.value.read(frame, "frame");
        if (mine === opening) tell(codes, "camera");
      }
      await nextFrame();
    }
  };
  const watchVisibility = (): void => {
    if (document.visibilityState === "hidden" && (state.value === "running" || state.value === "opening"))
      stop("paused");
    else if (document.visibilityState === "visible" && state.value === "paused") void start();
  };

  onMounted(async () => {
    decoder.value = startDecoder();
    stopWedge = listenForWedge((text) => {
      tell([{ text, format: "unknown", symbologyIdentifier: null, contentType: null }], "wedge");
    }, wedge);
    document.addEventListener("visibilitychange", watchVisibility);
    if (await isAllowed()) await start();
  });
  onBeforeUnmount(() => {
    document.removeEventListener("visibilitychange", watchVisibility);
    stopWedge?.();
    stop("off");
    decoder.value?.close();
    decoder.value = null;
  });

  return {
    state,
    camera,
    torchIsOn,
    readingPhoto,
    start,
    async switchTorch() {
      const torch = camera.value?.torch;
      if (torch === null || torch === undefined) return;
      torchIsOn.value = !torchIsOn.value;
      await torch(torchIsOn.value).catch(() => {
        torchIsOn.value = false;
      });
    },
    async readPhoto(photo) {
      if (photo.size > PHOTO_BYTES_MAX || decoder.value === null) return false;
      readingPhoto.value = true;
      const codes = await decoder.value.read(photo, "still");
      readingPhoto.value = false;
      tell(codes, "photo");
      return codes.length > 0;
    },
  };
}

/** The camera opens by itself only where the person has allowed it before. */
async function isAllowed(): Promise<boolean> {
  try {
    return (await navigator.permissions.query({ name: "camera" })).state === "granted";
  } catch {
    return false;
  }
}

function nextFrame(): Promise<number> {
  return new Promise((resolve) => {
    requestAnimationFrame(resolve);
  });
}
