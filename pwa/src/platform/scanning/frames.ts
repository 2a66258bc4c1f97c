/** Frames of the video as the person sees them: what the viewer shows, what its frame aims at, where a code stands on it. */
import type { Point, Rectangle, Size } from "./scan";

const WIDTH_MAX = 1280;
/** Shares of the viewer that lie outside the drawn frame; CameraScanner draws it from these. */
export const AIM = { left: 0.12, right: 0.12, top: 0.16, bottom: 0.22 };

/** Inside the drawn frame, with room for a code that sticks out a little; or all that the viewer shows. */
export type Look = "aim" | "view";

/** Which part of the video `object-fit: cover` shows in a viewer of this shape. */
export function visiblePart(video: Size, viewer: Size): Rectangle {
  if (viewer.width === 0 || viewer.height === 0) return { x: 0, y: 0, ...video };
  const scale = Math.max(viewer.width / video.width, viewer.height / video.height);
  const width = Math.min(video.width, Math.round(viewer.width / scale));
  const height = Math.min(video.height, Math.round(viewer.height / scale));
  return {
    x: Math.round((video.width - width) / 2),
    y: Math.round((video.height - height) / 2),
    width,
    height,
  };
}

/** From shares of the viewer to shares of the whole video, of which the viewer shows a part. */
export function placeInVideo(at: Point, video: Size, viewer: Size): Point {
  const { x, y, width, height } = visiblePart(video, viewer);
  return { x: (x + at.x * width) / video.width, y: (y + at.y * height) / video.height };
}

export function aimedPart({ x, y, width, height }: Rectangle): Rectangle {
  return {
    x: Math.round(x + (width * AIM.left) / 2),
    y: Math.round(y + (height * AIM.top) / 2),
    width: Math.round(width * (1 - (AIM.left + AIM.right) / 2)),
    height: Math.round(height * (1 - (AIM.top + AIM.bottom) / 2)),
  };
}

export interface Frame {
  readonly pixels: ImageData;
  /** From pixels of the frame to shares of the viewer, both from 0 to 1. */
  place(point: Point): Point;
}

/** null until the camera has delivered its first frame. */
export function grabFrame(video: HTMLVideoElement, canvas: HTMLCanvasElement, look: Look): Frame | null {
  if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA || video.videoWidth === 0) return null;
  const visible = visiblePart(videoSize(video), viewerSize(video));
  const part = look === "aim" ? aimedPart(visible) : visible;
  const scale = Math.min(1, WIDTH_MAX / Math.max(part.width, part.height));
  canvas.width = Math.round(part.width * scale);
  canvas.height = Math.round(part.height * scale);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (context === null) return null;
  context.drawImage(video, part.x, part.y, part.width, part.height, 0, 0, canvas.width, canvas.height);
  return {
    pixels: context.getImageData(0, 0, canvas.width, canvas.height),
    place: ({ x, y }) => ({
      x: (part.x + x / scale - visible.x) / visible.width,
      y: (part.y + y / scale - visible.y) / visible.height,
    }),
  };
}

export const videoSize = (video: HTMLVideoElement): Size => ({
  width: video.videoWidth,
  height: video.videoHeight,
});
export const viewerSize = (video: HTMLVideoElement): Size => ({
  width: video.clientWidth,
  height: video.clientHeight,
});

const DARK_LEVEL = 10;
const DARK_MS = 1_500;
const SAMPLES = 200;

/** `black`: dark for 1.5 s, from a camera that came back without its picture or a covered lens. */
export type Brightness = "light" | "dark" | "black";

export function blackWatch(): (pixels: ImageData, nowMs: number) => Brightness {
  let since: number | null = null;
  return ({ data }, now) => {
    const step = Math.max(4, Math.floor(data.length / SAMPLES / 4) * 4);
    for (let at = 0; at < data.length; at += step) {
      if ((data[at] ?? 0) > DARK_LEVEL || (data[at + 1] ?? 0) > DARK_LEVEL) {
        since = null;
        return "light";
      }
    }
    since ??= now;
    return now - since >= DARK_MS ? "black" : "dark";
  };
}
