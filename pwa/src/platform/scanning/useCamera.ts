/** The camera of a page: opened, given back when the page is hidden, opened again, its lens, light, zoom and focus. */
import { onBeforeUnmount, onMounted, ref, shallowRef, type Ref, type ShallowRef } from "vue";
import { openCamera, type Camera, type CameraProblem } from "../camera";
import { deviceFeedback } from "../feedback";
import { keep, recall } from "../memory";
import { placeInVideo, videoSize, viewerSize, type Brightness } from "./frames";

/** `black`: it is open and shows nothing, twice. */
export type CameraState = "off" | "opening" | "running" | "paused" | "black" | CameraProblem;

export interface PageCamera {
  readonly state: Readonly<Ref<CameraState>>;
  readonly camera: Readonly<ShallowRef<Camera | null>>;
  readonly torchIsOn: Readonly<Ref<boolean>>;
  readonly zoom: Readonly<Ref<number | null>>;
  start(lensId?: string | null): Promise<void>;
  switchTorch(): Promise<void>;
  switchLens(): Promise<void>;
  switchZoom(): Promise<void>;
  /** Both from 0 to 1, on the viewer; false where the lens decides alone. */
  focus(x: number, y: number): Promise<boolean>;
  /** Of a picture that stays black the camera is opened once more, and then it is said until there is light. */
  saw(brightness: Brightness): void;
}

const OPENED_KEY = "camera-opened";
const ZOOM_STEPS = [1, 2, 4];

export function usePageCamera(
  video: Readonly<ShallowRef<HTMLVideoElement | null>>,
  onRunning: (isStill: () => boolean) => void,
): PageCamera {
  const state = ref<CameraState>("off");
  const camera = shallowRef<Camera | null>(null);
  const torchIsOn = ref(false);
  const zoom = ref<number | null>(null);
  let opening = 0;
  let wasBlack = false;

  const stop = (next: CameraState): void => {
    opening += 1;
    camera.value?.close();
    camera.value = null;
    torchIsOn.value = false;
    zoom.value = null;
    state.value = next;
  };
  const start = async (lensId: string | null = null): Promise<void> => {
    stop("opening");
    deviceFeedback.unlock();
    const mine = opening;
    const opened = await openCamera(lensId);
    if (mine !== opening) {
      if (typeof opened !== "string") opened.close(); // The page was left or hidden while the camera opened.
      return;
    }
    if (typeof opened === "string") {
      state.value = opened;
      return;
    }
    camera.value = opened;
    zoom.value = opened.zoom?.now ?? null;
    opened.onLost(() => {
      if (mine === opening) stop("busy");
    });
    if (video.value !== null) {
      video.value.srcObject = opened.stream;
      await video.value.play().catch(() => undefined);
    }
    if (mine !== opening) return;
    keep(OPENED_KEY, "yes");
    state.value = "running";
    onRunning(() => mine === opening);
  };
  const watchVisibility = (): void => {
    const isUsed = state.value === "running" || state.value === "opening" || state.value === "black";
    if (document.visibilityState === "hidden" && isUsed) stop("paused");
    else if (document.visibilityState === "visible" && state.value === "paused") void start();
  };

  onMounted(async () => {
    document.addEventListener("visibilitychange", watchVisibility);
    addEventListener("pagehide", watchVisibility);
    const permission = await permissionState();
    if (permission === "granted" || (permission !== "denied" && recall(OPENED_KEY) === "yes")) await start();
    // On plain HTTP browsers call the camera denied, and no permission would help.
    else if (permission === "denied") state.value = isSecureContext ? "denied" : "insecure";
  });
  onBeforeUnmount(() => {
    document.removeEventListener("visibilitychange", watchVisibility);
    removeEventListener("pagehide", watchVisibility);
    stop("off");
  });

  return {
    state,
    camera,
    torchIsOn,
    zoom,
    start: async (lensId = null) => {
      wasBlack = false;
      await start(lensId);
    },
    async switchTorch() {
      const torch = camera.value?.torch ?? null;
      if (torch === null) return;
      torchIsOn.value = !torchIsOn.value;
      await torch(torchIsOn.value).catch(() => {
        torchIsOn.value = false;
      });
    },
    async switchLens() {
      const lenses = camera.value?.lenses ?? [];
      const at = lenses.findIndex(({ id }) => id === camera.value?.lensId);
      const next = lenses[(at + 1) % lenses.length];
      if (next !== undefined) await start(next.id);
    },
    async switchZoom() {
      const offered = camera.value?.zoom ?? null;
      if (offered === null || zoom.value === null) return;
      const steps = ZOOM_STEPS.filter((step) => step >= offered.least && step <= offered.most);
      const before = zoom.value;
      const next = steps.find((step) => step > before + 0.01) ?? steps[0] ?? offered.least;
      zoom.value = next;
      await offered.set(next).catch(() => {
        zoom.value = before;
      });
    },
    async focus(x, y) {
      const focus = camera.value?.focus ?? null;
      if (focus === null || video.value === null) return false;
      const at = placeInVideo({ x, y }, videoSize(video.value), viewerSize(video.value));
      return await focus(at.x, at.y).then(
        () => true,
        () => false,
      );
    },
    saw(brightness) {
      if (brightness === "light") {
        wasBlack = false;
        if (state.value === "black") state.value = "running";
      }
      if (brightness !== "black" || state.value !== "running") return;
      if (wasBlack)
        state.value = "black"; // It goes on reading: a covered lens is uncovered some time.
      else {
        wasBlack = true;
        void start();
      }
    },
  };
}

/** The camera opens by itself only where the person has opened it before and the browser does not say no. */
async function permissionState(): Promise<PermissionState> {
  try {
    return (await navigator.permissions.query({ name: "camera" })).state;
  } catch {
    return "prompt";
  }
}
