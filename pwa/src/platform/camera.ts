/**
 * The rear camera: opened in a tap with the lens that reads codes best, its light, zoom and focus where the browser
 * offers them, every track stopped when nobody looks.
 */
import { betterLens, rearLenses, type Lens } from "./scanning/lenses";
import { forget, keep, recall } from "./memory";

export type CameraProblem = "denied" | "missing" | "busy" | "insecure" | "unknown";

export interface Zoom {
  readonly least: number;
  readonly most: number;
  readonly now: number;
  set(factor: number): Promise<void>;
}

export interface Camera {
  readonly stream: MediaStream;
  readonly lensId: string | null;
  /** Every rear lens that the browser names; the browser names them only once one is open. */
  readonly lenses: readonly Lens[];
  /** null where the lens has no light. */
  readonly torch: ((on: boolean) => Promise<void>) | null;
  readonly zoom: Zoom | null;
  /** Focus on a point, both from 0 to 1; null where the lens decides alone. */
  readonly focus: ((x: number, y: number) => Promise<void>) | null;
  /** Called when the system takes the camera away: another app, a call, a pulled plug. */
  onLost(tell: () => void): void;
  close(): void;
}

type Devices = Pick<MediaDevices, "getUserMedia" | "enumerateDevices">;

/** What browsers know beyond TypeScript's list (W3C Image Capture). */
interface LensSettings extends MediaTrackConstraintSet {
  torch?: boolean;
  zoom?: number;
  focusMode?: string;
  pointsOfInterest?: { x: number; y: number }[];
}

const LENS_KEY = "camera-lens";
const REFOCUS_MS = 3_000;

/** With `lensId` that lens, and it is remembered; else the remembered one; else the best the phone names. */
export async function openCamera(
  lensId: string | null = null,
  devices: Devices | undefined = navigator.mediaDevices,
): Promise<Camera | CameraProblem> {
  if (devices === undefined) return "insecure";
  const wanted = lensId ?? recall(LENS_KEY);
  try {
    const first = await open(devices, wanted);
    const camera = await withLenses(devices, first);
    const better = wanted === null ? betterLens(camera.lenses, camera.lensId) : null;
    if (better === null) {
      if (lensId !== null) keep(LENS_KEY, lensId);
      return camera;
    }
    camera.close();
    keep(LENS_KEY, better.id);
    return await withLenses(devices, await open(devices, better.id));
  } catch (reason) {
    const problem = problemOf(reason);
    if (wanted === null || problem !== "missing") return problem;
    forget(LENS_KEY); // Unplugged, or the browser has given its lenses new names.
    return lensId === null ? await openCamera(null, devices) : problem;
  }
}

async function open(devices: Devices, lensId: string | null): Promise<MediaStream> {
  const which = lensId === null ? { facingMode: { ideal: "environment" } } : { deviceId: { exact: lensId } };
  return await devices.getUserMedia({
    audio: false,
    video: { ...which, width: { ideal: 1920 }, height: { ideal: 1080 } },
  });
}

async function withLenses(devices: Devices, stream: MediaStream): Promise<Camera> {
  const [track] = stream.getVideoTracks();
  const all = await devices.enumerateDevices().catch(() => []);
  const can = capabilitiesOf(track);
  const change = async (settings: LensSettings): Promise<void> => {
    await track?.applyConstraints({ advanced: [settings] });
  };
  if (offers(can["focusMode"], "continuous")) void change({ focusMode: "continuous" }).catch(() => undefined);
  return {
    stream,
    lensId: track?.getSettings().deviceId ?? null,
    lenses: rearLenses(all.map(({ kind, deviceId, label }) => ({ kind, id: deviceId, label }))),
    torch: can["torch"] === true ? async (torch) => await change({ torch }) : null,
    zoom: zoomOf(can, track, change),
    focus: focusOf(can, change),
    onLost: (tell) => track?.addEventListener("ended", tell),
    close: () => stream.getTracks().forEach((one) => one.stop()),
  };
}

function capabilitiesOf(track: MediaStreamTrack | undefined): Readonly<Record<string, unknown>> {
  return track !== undefined && "getCapabilities" in track ? { ...track.getCapabilities() } : {};
}

function offers(list: unknown, word: string): boolean {
  return Array.isArray(list) && list.includes(word);
}

function zoomOf(
  { zoom }: Readonly<Record<string, unknown>>,
  track: MediaStreamTrack | undefined,
  change: (settings: LensSettings) => Promise<void>,
): Zoom | null {
  if (typeof zoom !== "object" || zoom === null || !("min" in zoom) || !("max" in zoom)) return null;
  const [least, most] = [Number(zoom.min), Number(zoom.max)];
  if (!(most > least)) return null;
  const settings: object = track?.getSettings() ?? {};
  const now = "zoom" in settings && typeof settings.zoom === "number" ? settings.zoom : least;
  return { least, most, now, set: async (factor) => await change({ zoom: factor }) };
}

function focusOf(
  can: Readonly<Record<string, unknown>>,
  change: (settings: LensSettings) => Promise<void>,
): Camera["focus"] {
  const byHand = ["single-shot", "manual"].find((mode) => offers(can["focusMode"], mode));
  if (byHand === undefined || !("pointsOfInterest" in can)) return null;
  const goesBack = offers(can["focusMode"], "continuous");
  return async (x, y) => {
    await change({ pointsOfInterest: [{ x, y }], focusMode: byHand });
    // Else the next box, nearer or farther, would stay blurred.
    if (goesBack)
      setTimeout(() => void change({ focusMode: "continuous" }).catch(() => undefined), REFOCUS_MS);
  };
}

function problemOf(reason: unknown): CameraProblem {
  const name = reason instanceof Error ? reason.name : "";
  switch (name) {
    case "NotAllowedError":
    case "SecurityError":
      return "denied";
    case "NotFoundError":
    case "OverconstrainedError":
      return "missing";
    case "NotReadableError":
    case "AbortError":
      return "busy";
    default:
      return "unknown";
  }
}
