/** The rear camera: opened in a tap, light on and off, every track stopped when nobody looks. */

export type CameraProblem = "denied" | "missing" | "busy" | "insecure" | "unknown";

export interface Camera {
  readonly stream: MediaStream;
  /** null where the lens has no light. */
  readonly torch: ((on: boolean) => Promise<void>) | null;
  close(): void;
}

interface TorchConstraint extends MediaTrackConstraintSet {
  torch: boolean;
}

const WANTED: MediaStreamConstraints = {
  audio: false,
  video: { facingMode: { ideal: "environment" }, width: { ideal: 1920 }, height: { ideal: 1080 } },
};

export async function openCamera(
  devices: Pick<MediaDevices, "getUserMedia"> | undefined = navigator.mediaDevices,
): Promise<Camera | CameraProblem> {
  if (devices === undefined) return "insecure";
  try {
    const stream = await devices.getUserMedia(WANTED);
    return {
      stream,
      torch: torchOf(stream),
      close: () => stream.getTracks().forEach((track) => track.stop()),
    };
  } catch (reason) {
    return problemOf(reason);
  }
}

function torchOf(stream: MediaStream): Camera["torch"] {
  const [track] = stream.getVideoTracks();
  if (track === undefined || !("getCapabilities" in track)) return null;
  const capabilities = track.getCapabilities();
  if (!("torch" in capabilities) || capabilities.torch !== true) return null;
  return async (on) => {
    const constraint: TorchConstraint = { torch: on };
    await track.applyConstraints({ advanced: [constraint] });
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
