/** Camera, decoder, photo and hand scanner as one stream of scans. */
import { onBeforeUnmount, onMounted, shallowRef, watch, type ShallowRef } from "vue";
import { sharpEye } from "./aim";
import { deviceDecoders, type Decoder } from "./decoder";
import { blackWatch, grabFrame, type Look } from "./frames";
import { readStill, type PhotoState } from "./photos";
import { repeatFilter, type DecodedCode, type Point, type Scan, type ScanSource } from "./scan";
import { usePhotoReader } from "./serverScan";
import { usePageCamera, type PageCamera } from "./useCamera";
import { scannerSettings } from "./settings";
import { listenForWedge } from "./wedge";

/** Every third look is at all that the viewer shows, the others at what the frame aims at, in more pixels. */
const LOOKS: readonly Look[] = ["aim", "view", "aim"];

export interface OutlinedCode extends DecodedCode {
  /** On the viewer, from 0 to 1. */
  readonly corners: readonly Point[];
}

export interface Choices {
  readonly source: ScanSource;
  readonly codes: readonly OutlinedCode[];
}

export interface Scanner extends PageCamera {
  /** What is in view now, drawn over the picture. */
  readonly inView: Readonly<ShallowRef<readonly OutlinedCode[]>>;
  /** Several codes, of a view or of a photo: the person says which. */
  readonly choices: Readonly<ShallowRef<Choices | null>>;
  readonly photo: Readonly<ShallowRef<PhotoState>>;
  choose(code: DecodedCode): void;
  readPhoto(photo: Blob): Promise<void>;
}

export interface ScannerOptions {
  readonly video: Readonly<ShallowRef<HTMLVideoElement | null>>;
  /** While true the camera shows its picture and nothing is read from it. */
  readonly held: () => boolean;
  readonly onScan: (scan: Scan) => void;
  readonly now?: () => number;
}

export function useScanner({ video, held, onScan, now = () => performance.now() }: ScannerOptions): Scanner {
  const inView = shallowRef<readonly OutlinedCode[]>([]);
  const choices = shallowRef<Choices | null>(null);
  const photo = shallowRef<PhotoState>({ kind: "none" });
  const photoReader = usePhotoReader();
  const canvas = document.createElement("canvas");
  const isNew = repeatFilter();
  let decoder: Decoder | null = null;
  let stopWedge: (() => void) | null = null;

  const tell = (
    { text, format, symbologyIdentifier, contentType, unconfirmed }: DecodedCode,
    from: ScanSource,
  ) => {
    photo.value = { kind: "none" };
    onScan({
      text,
      format,
      symbologyIdentifier,
      contentType,
      source: from,
      at: new Date().toISOString(),
      ...(unconfirmed === true ? { unconfirmed } : {}),
    });
  };
  const readFrames = async (isStill: () => boolean): Promise<void> => {
    const eye = sharpEye();
    const brightnessOf = blackWatch();
    for (let number = 0; isStill() && decoder !== null; number += 1) {
      await nextFrame();
      const frame =
        held() || video.value === null
          ? null
          : grabFrame(video.value, canvas, LOOKS[number % LOOKS.length] ?? "view");
      if (frame === null) continue;
      page.saw(brightnessOf(frame.pixels, now()));
      const found = await decoder.read(frame.pixels);
      if (!isStill() || held()) continue;
      const placed = found.map((code) => ({ ...code, corners: code.corners.map(frame.place) }));
      const { taken, inView: seen, mustChoose } = eye(placed, now());
      inView.value = seen;
      if (mustChoose) choices.value = { source: "camera", codes: seen };
      else if (choices.value?.source === "camera") choices.value = null;
      if (taken !== null && isNew(taken.text, now())) tell(taken, "camera");
    }
    inView.value = [];
  };
  const page = usePageCamera(video, (isStill) => void readFrames(isStill));

  onMounted(() => {
    decoder = deviceDecoders.lease();
    watch(
      () => scannerSettings.value.wedge,
      (wedge) => {
        stopWedge?.();
        stopWedge = listenForWedge((text) => {
          if (isNew(text, now()))
            tell({ text, format: "unknown", symbologyIdentifier: null, contentType: null }, "wedge");
        }, wedge);
      },
      { immediate: true },
    );
  });
  onBeforeUnmount(() => {
    stopWedge?.();
    decoder?.close();
    decoder = null;
  });

  return {
    ...page,
    inView,
    choices,
    photo,
    choose(code) {
      const source = choices.value?.source ?? "camera";
      choices.value = null;
      isNew(code.text, now());
      tell(code, source);
    },
    async readPhoto(still) {
      if (decoder === null) return;
      choices.value = null;
      const found = await readStill(still, decoder, photoReader, (state) => {
        photo.value = state;
      });
      if (found.length > 1)
        choices.value = { source: "photo", codes: found.map((code) => ({ ...code, corners: [] })) };
      else if (found[0] !== undefined) tell(found[0], "photo");
    },
  };
}

function nextFrame(): Promise<number> {
  return new Promise((resolve) => {
    requestAnimationFrame(resolve);
  });
}
