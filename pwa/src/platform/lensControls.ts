/** A lens's light, zoom and focus, where the browser offers them (W3C MediaStream Image Capture, constrainable properties). */

export interface Zoom {
  readonly least: number;
  readonly most: number;
  readonly now: number;
  set(factor: number): Promise<void>;
}

export interface LensControls {
  /** null where the lens has no light. */
  readonly torch: ((on: boolean) => Promise<void>) | null;
  readonly zoom: Zoom | null;
  /** Focus on a point of the whole picture, both from 0 to 1; null where the lens decides alone. */
  readonly focus: ((x: number, y: number) => Promise<void>) | null;
}

/** What browsers know beyond TypeScript's list. */
interface LensSettings extends MediaTrackConstraintSet {
  torch?: boolean;
  zoom?: number;
  focusMode?: string;
  pointsOfInterest?: { x: number; y: number }[];
}
/** What lasts is wished for again with every change; `once` goes with this change alone. */
type Change = (lasting: LensSettings, once?: LensSettings) => Promise<void>;
type Known = Readonly<Record<string, unknown>>;

const REFOCUS_MS = 3_000;
/** Not "manual": that is a lens which stays where it is. */
const FOCUSES_ON_A_POINT = ["single-shot", "continuous"];

/** `supported`: what the browser understands, `MediaDevices.getSupportedConstraints()`. */
export function controlsOf(track: MediaStreamTrack | undefined, supported: object): LensControls {
  const can: Known = track !== undefined && "getCapabilities" in track ? { ...track.getCapabilities() } : {};
  const change = changer(track);
  if (offers(can["focusMode"], "continuous")) void change({ focusMode: "continuous" }).catch(() => undefined);
  return {
    torch: can["torch"] === true ? async (torch) => await change({ torch }) : null,
    zoom: zoomOf(can, track, change),
    // A point is a setting and never a capability: no browser lists it among those of a lens.
    focus: "pointsOfInterest" in supported ? focusOf(can, change) : null,
  };
}

/** A track's constraints are replaced as a whole, so a zoom that did not name the light again might put it out. */
function changer(track: MediaStreamTrack | undefined): Change {
  let wished: LensSettings = {};
  return async (lasting, once = {}) => {
    const before = wished;
    const mine = { ...before, ...lasting };
    wished = mine;
    try {
      await track?.applyConstraints({ advanced: [{ ...mine, ...once }] });
    } catch (reason) {
      if (wished === mine) wished = before;
      throw reason;
    }
  };
}

function offers(list: unknown, word: string): boolean {
  return Array.isArray(list) && list.includes(word);
}

function zoomOf({ zoom }: Known, track: MediaStreamTrack | undefined, change: Change): Zoom | null {
  if (typeof zoom !== "object" || zoom === null || !("min" in zoom) || !("max" in zoom)) return null;
  const [least, most] = [Number(zoom.min), Number(zoom.max)];
  if (!(most > least)) return null;
  const settings: object = track?.getSettings() ?? {};
  const now = "zoom" in settings && typeof settings.zoom === "number" ? settings.zoom : least;
  return { least, most, now, set: async (factor) => await change({ zoom: factor }) };
}

function focusOf(can: Known, change: Change): LensControls["focus"] {
  const focusMode = FOCUSES_ON_A_POINT.find((mode) => offers(can["focusMode"], mode));
  if (focusMode === undefined) return null;
  const goesBack = offers(can["focusMode"], "continuous");
  let goingBack: ReturnType<typeof setTimeout> | undefined;
  return async (x, y) => {
    clearTimeout(goingBack);
    await change({}, { pointsOfInterest: [{ x, y }], focusMode });
    // Else the next box, nearer or farther, would stay blurred.
    if (goesBack) goingBack = setTimeout(() => void change({}).catch(() => undefined), REFOCUS_MS);
  };
}
