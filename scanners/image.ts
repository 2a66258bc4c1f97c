/**
 * Photo to texts: which codes a picture holds, and how sure we are. The same way on the phone as on the server.
 *
 * From coarse to fine: most photos decode on a small copy in milliseconds; enlarging, sharpening and turning are for
 * those that don't. DataMatrix, QR and Code 128 carry enough redundancy to be taken at once. EAN and UPC have one weak
 * check digit, Code 39 and Interleaved 2 of 5 often none: they count only when both engines agree; otherwise they are
 * `confirmed: false`, to be compared with the printed digits.
 */

import { AS_IT_IS, type Code, type Reader } from "./engines";
import type { Grey } from "./pixels";
import { nothingSighted } from "./sighted";
import { LOOKED_ON, looks } from "./stages";

export interface Patience {
  /** How long to look at all. */
  readonly milliseconds: number;
  /** How much longer once there is a doubtful code: the other engine has mostly agreed by then, or never does. */
  readonly secondingMilliseconds: number;
  readonly now: () => number;
  /** Told before each look, with the share of the time that is used up, from 0 to 1. */
  readonly tell?: (share: number) => void;
}

export async function look(photo: Grey, read: Reader, patience: Patience): Promise<readonly Code[]> {
  const { milliseconds, secondingMilliseconds, now, tell } = patience;
  const began = now();
  const seen = nothingSighted();
  let until = began + milliseconds;
  let wasDoubted = false;
  for (const { stage, engine, picture } of looks(photo, seen)) {
    tell?.(Math.min(1, (now() - began) / milliseconds));
    for (const code of await read(engine, picture, stage)) seen.take(code);
    if (!wasDoubted && seen.isDoubtful()) {
      wasDoubted = true;
      until = Math.min(until, now() + secondingMilliseconds);
    }
    const isRepaired = !AS_IT_IS.has(stage) && !LOOKED_ON.has(stage);
    if ((seen.isCertain() && isRepaired) || now() > until) break;
  }
  return seen.codes();
}
