/**
 * Which of a phone's lenses reads codes best. "The rear camera" of a browser may be the ultra-wide or the macro lens;
 * only the names tell. Android says "camera2 0, facing back" (0 is the main one), iOS "Back Dual Wide Camera".
 */

export interface Lens {
  readonly id: string;
  readonly label: string;
}

const FRONT = /front|user|selfie|face ?time|前置|前摄/i;
const NO_LENS = /infrared|depth|desk view|virtual|红外|桌上视角/i;
/** These change by themselves to the lens that is sharp near by. */
const COMBINED = /back (?:triple|dual wide) camera|后置(?:三镜头|双广角)/i;
const PLAIN = /^back camera$|^后置相机$|^后置摄像头$/i;
const SPECIAL = /ultra|tele|macro|wide-angle|超广角|长焦|微距/i;
const ANDROID = /camera2? (\d+), facing back/i;

export function rearLenses(devices: readonly (Lens & { readonly kind: string })[]): readonly Lens[] {
  const named = devices.filter(
    ({ kind, label }) => kind === "videoinput" && label !== "" && !NO_LENS.test(label),
  );
  const rear = named.filter(({ label }) => !FRONT.test(label));
  return rear.map(({ id, label }) => ({ id, label }));
}

/** A lens plainly better than the open one; null when it is the best, or when the names do not tell. */
export function betterLens(lenses: readonly Lens[], openId: string | null): Lens | null {
  const open = lenses.find(({ id }) => id === openId);
  const known = lenses.filter(({ label }) => rank(label) !== null);
  const best = known.sort((one, other) => (rank(one.label) ?? 0) - (rank(other.label) ?? 0))[0];
  if (open === undefined || best === undefined) return null;
  const openRank = rank(open.label);
  return openRank !== null && openRank > (rank(best.label) ?? 0) ? best : null;
}

/** Lower is better; null when the name says nothing. */
function rank(label: string): number | null {
  if (COMBINED.test(label)) return 0;
  if (PLAIN.test(label)) return 1;
  if (SPECIAL.test(label)) return 1_000;
  const [, number] = ANDROID.exec(label) ?? [];
  return number === undefined ? null : 10 + Number(number);
}
