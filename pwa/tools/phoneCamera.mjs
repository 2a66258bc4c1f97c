/**
 * A phone's camera with several lenses, light, zoom and focus, in place of Chromium's fake one that has none. Everything
 * in it runs in the page, before its scripts; what it was asked stands in `globalThis.phoneCamera`.
 */

/** The names that Chrome on Android gives: 0 is the main lens, and what is opened first is the maker's choice. */
export const ANDROID = {
  ultraWide: { deviceId: "ultra-wide", label: "camera2 2, facing back" },
  front: { deviceId: "front", label: "camera2 1, facing front" },
  tele: { deviceId: "tele", label: "camera2 3, facing back" },
  main: { deviceId: "main", label: "camera2 0, facing back" },
};

/**
 * `lenses`: the first is what the browser opens by itself; `refuses` names the error that a lens fails with.
 * `label`: rows of modules. `sharpOn`: which of the lenses draw it large enough to be read.
 * `needs`, each without which the label is not seen: "light" the torch, "zoom" at least 2×, "focus" a point on the label.
 * `labelAt`: its middle, from 0 to 1 of the picture. `blackOpenings`: which openings, from 1, give a black picture.
 */
export function aPhoneCamera({
  lenses,
  label,
  sharpOn,
  needs = [],
  labelAt = { x: 0.5, y: 0.5 },
  blackOpenings = [],
}) {
  const [WIDTH, HEIGHT, MODULE, FRAME_MS] = [1280, 720, 8, 66];
  const CAN = {
    torch: true,
    zoom: { min: 1, max: 5, step: 0.1 },
    focusMode: ["manual", "single-shot", "continuous"],
  };
  const RESTING = { torch: false, zoom: 1, focusMode: "manual", pointsOfInterest: [] };
  const seen = { openings: [], changes: [], tracks: [], uncovered: false };
  globalThis.phoneCamera = seen;

  const size = label.length * MODULE;
  const isOnLabel = ({ x, y }) =>
    Math.abs(x - labelAt.x) * WIDTH <= size / 2 && Math.abs(y - labelAt.y) * HEIGHT <= size / 2;
  const isSharp = (deviceId, { torch, zoom, pointsOfInterest }) =>
    sharpOn.includes(deviceId) &&
    (!needs.includes("light") || torch) &&
    (!needs.includes("zoom") || zoom >= 2) &&
    (!needs.includes("focus") || pointsOfInterest.some(isOnLabel));
  const draw = (context, deviceId, settings, isBlack) => {
    context.fillStyle = isBlack ? "#000" : "#8a8a8a";
    context.fillRect(0, 0, WIDTH, HEIGHT);
    if (isBlack || !isSharp(deviceId, settings)) return;
    const [left, top] = [labelAt.x * WIDTH - size / 2, labelAt.y * HEIGHT - size / 2];
    context.fillStyle = "#e6e6e6";
    context.fillRect(left - 3 * MODULE, top - 3 * MODULE, size + 6 * MODULE, size + 6 * MODULE);
    context.fillStyle = "#191919";
    for (const [y, row] of label.entries())
      for (const [x, isDark] of row.entries())
        if (isDark) context.fillRect(left + x * MODULE, top + y * MODULE, MODULE, MODULE);
  };

  /** As Chromium does: one advanced set that stands in place of all before it, refused as a whole. */
  const settingsAfter = (constraints) => {
    const [wanted = {}] = constraints.advanced ?? [];
    const isMixed = Object.keys(constraints).some((name) => name !== "advanced");
    const isOffered = (name, value) => {
      if (name === "zoom") return value >= CAN.zoom.min && value <= CAN.zoom.max;
      if (name === "focusMode") return CAN.focusMode.includes(value);
      return name in RESTING;
    };
    for (const [name, value] of Object.entries(wanted))
      if (isMixed || !isOffered(name, value)) throw new OverconstrainedError(name, "not offered");
    return { ...RESTING, ...wanted };
  };

  const opened = ({ deviceId }) => {
    const isBlack = blackOpenings.includes(seen.openings.length);
    const canvas = Object.assign(document.createElement("canvas"), { width: WIDTH, height: HEIGHT });
    const context = canvas.getContext("2d");
    let settings = RESTING;
    const drawNow = () => draw(context, deviceId, settings, isBlack && !seen.uncovered);
    drawNow();
    const drawing = setInterval(drawNow, FRAME_MS);
    const stream = canvas.captureStream();
    const [track] = stream.getVideoTracks();
    const stop = track.stop.bind(track);
    seen.tracks.push(track);
    Object.assign(track, {
      getCapabilities: () => ({ deviceId, ...CAN }),
      getSettings: () => ({ deviceId, width: WIDTH, height: HEIGHT, ...settings }),
      applyConstraints: async (constraints) => {
        settings = settingsAfter(constraints);
        seen.changes.push(settings);
      },
      stop: () => {
        clearInterval(drawing);
        stop();
      },
    });
    return stream;
  };

  navigator.mediaDevices.enumerateDevices = async () =>
    lenses.map(({ deviceId, label: name }) => ({ kind: "videoinput", deviceId, label: name, groupId: "" }));
  navigator.mediaDevices.getUserMedia = async ({ video }) => {
    const exact = video.deviceId?.exact;
    const lens = exact === undefined ? lenses[0] : lenses.find(({ deviceId }) => deviceId === exact);
    seen.openings.push(exact ?? "whichever");
    if (lens === undefined) throw new OverconstrainedError("deviceId", "no such lens");
    if (lens.refuses !== undefined) throw new DOMException("no", lens.refuses);
    return opened(lens);
  };
}
