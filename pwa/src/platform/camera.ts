/**
 * The rear camera: opened in a tap with the lens that reads codes best, its light, zoom and focus where the browser
 * offers them, every track stopped when nobody looks.
 */
import { controlsOf, type LensControls } from "./lensControls";
import { betterLens, rearLenses, type Lens } from "./scanning/lenses";
import { forget, keep, recall } from "./memory";

export type CameraProblem = "denied" | "missing" | "busy" | "insecure" | "unknown";

export interface Camera extends LensControls {
  readonly stream: MediaStream;
  readonly lensId: string | null;
  /** Every rear lens that the browser names; the browser names them only once one is open. */
  readonly lenses: readonly Lens[];
  /** Called when the system takes the camera away: another app, a call, a pulled plug. */
  onLost(tell: () => void): void;
  close(): void;
}

type Devices = Pick<MediaDevices, "getUserMedia" | "enumerateDevices" | "getSupportedConstraints">;

const LENS_KEY = "camera-lens";

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
    const other = await open(devices, better.id).catch(() => null);
    // A lens that is named and does not open: the one that did is better than none.
    if (other === null) return await withLenses(devices, await open(devices, null));
    keep(LENS_KEY, better.id);
    return await withLenses(devices, other);
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
  return {
    stream,
    lensId: track?.getSettings().deviceId ?? null,
    lenses: rearLenses(all.map(({ kind, deviceId, label }) => ({ kind, id: deviceId, label }))),
    ...controlsOf(track, devices.getSupportedConstraints()),
    onLost: (tell) => track?.addEventListener("ended", tell),
    close: () => stream.getTracks().forEach((one) => one.stop()),
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
