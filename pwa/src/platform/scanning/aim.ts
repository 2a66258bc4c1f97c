/**
 * Which code of those in view is meant. One alone is taken at once; of several the person taps one, because a box
 * carries the maker's code, the shop's and the carrier's side by side. Numbers with one weak check digit are looked at twice.
 */
import type { SeenCode } from "./scan";
import { needsSecondLook } from "./trusted";

const SECOND_LOOK_MS = 1_000;
/** While several were in view a moment ago, one that is read alone is still one of several. */
const SEVERAL_MS = 700;

export interface Sight {
  /** Taken now: nobody has to do anything. */
  readonly taken: SeenCode | null;
  /** All that is in view. */
  readonly inView: readonly SeenCode[];
  readonly mustChoose: boolean;
}

/** Give it every look in order; it remembers the last second. */
export function sharpEye(): (codes: readonly SeenCode[], nowMs: number) => Sight {
  const weakSeen = new Map<string, number>();
  const group = new Map<string, SeenCode>();
  let groupAt = Number.NEGATIVE_INFINITY;

  const isSure = (code: SeenCode, now: number): boolean => {
    if (!needsSecondLook(code)) return true;
    const { text } = code;
    const before = weakSeen.get(text) ?? Number.NEGATIVE_INFINITY;
    weakSeen.set(text, now);
    return now - before <= SECOND_LOOK_MS;
  };

  return (codes, now) => {
    const sure = new Map(codes.filter((code) => isSure(code, now)).map((code) => [code.text, code]));
    if (now - groupAt > SEVERAL_MS) group.clear();
    if (sure.size > 1) groupAt = now;
    // What was never beside another code is the next box, not one of several.
    const isOfGroup = [...sure.keys()].some((text) => group.has(text));
    if (sure.size > 1 || isOfGroup) for (const [text, code] of sure) group.set(text, code);
    const mustChoose = sure.size > 1 || isOfGroup;
    const [only = null] = sure.values();
    return { taken: mustChoose ? null : only, inView: [...(mustChoose ? group : sure).values()], mustChoose };
  };
}
