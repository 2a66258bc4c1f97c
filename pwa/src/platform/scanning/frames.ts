/** One frame of the video as the person sees it: the part inside the viewer's shape, not wider than a decoder needs. */

const WIDTH_MAX = 1280;

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Which part of the video `object-fit: cover` shows in a viewer of this shape. */
export function visiblePart(
  video: { readonly width: number; readonly height: number },
  viewer: { readonly width: number; readonly height: number },
): Rectangle {
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

/** null until the camera has delivered its first frame. */
export function grabFrame(video: HTMLVideoElement, canvas: HTMLCanvasElement): ImageData | null {
  if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA || video.videoWidth === 0) return null;
  const part = visiblePart(
    { width: video.videoWidth, height: video.videoHeight },
    { width: video.clientWidth, height: video.clientHeight },
  );
  const scale = Math.min(1, WIDTH_MAX / part.width);
  canvas.width = Math.round(part.width * scale);
  canvas.height = Math.round(part.height * scale);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (context === null) return null;
  context.drawImage(video, part.x, part.y, part.width, part.height, 0, 0, canvas.width, canvas.height);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}
