/**
 * Where a lost separator could have been.
 *
 * A lot of up to 20 signs followed by an expiry without the separator between them reads as one long lot. Both
 * readings are valid, so neither may be taken without asking.
 */

import { fullYear } from "./dates";
import { identifierAt, valueFault, type Identifier } from "./identifiers";

export const READINGS_MAX = 8;
/** Of one message: steps in search of splits, and segments read again. A hostile one may not buy more work. */
export const STEPS_MAX = 600;
export const REJOINED_MAX = 1_000;

// What stands on boxes of reagents and devices. Splitting at every identifier would suspect every lot.
const COMMON = ["10", "21", "30", "37", "240", "241"];
// These are hard to hit by chance: a check digit, or a date within the life of a product.
const STRONG_KEYS: ReadonlySet<string> = new Set(
  "00 01 02 402 410 411 412 413 414 415 416 417 8006 8017 8018".split(" "),
);
const STRONG_DATES: ReadonlySet<string> = new Set("11 13 15 16 17 7003 7006 7011 8008".split(" "));
const SUSPECTS: ReadonlySet<string> = new Set([...COMMON, ...STRONG_KEYS, ...STRONG_DATES]);
const SUSPECT_BEGINS = new RegExp(`^(?:${[...SUSPECTS].join("|")})`);
const YEARS_BACK = 10;
const YEARS_AHEAD = 15;
// Printed now and then, and then behind a lot or a serial: a variant, internal data, a reimbursement number.
const SELDOM_BEGINS = /(?=22|91|71[0-9])/g;
/** Lots and serials are rarely longer. */
const PLAUSIBLE_SIGNS = 12;

export interface Split {
  /** Hard to hit by chance. */
  readonly strong: boolean;
  readonly segments: readonly string[];
}

/**
 * The ways to cut the last value of a segment into a value and more elements, and whether each is strong. `present`
 * are the identifiers that the message has already: a second lot is no explanation. `steps` are left for
 * the whole message, and counted down.
 */
export function splits(
  segment: string,
  present: ReadonlySet<string>,
  year: number,
  onlyStrong: boolean,
  steps: { left: number },
): Split[] {
  const taken = new Set(present);
  let at = 0;
  while (at < segment.length) {
    const identifier = identifierAt(segment, at);
    if (identifier === undefined) return [];
    taken.add(identifier.digits);
    const begin = at + identifier.digits.length;
    if (identifier.shortest !== identifier.longest)
      return cuts(segment, begin, identifier.longest, taken, year, onlyStrong, steps);
    at = begin + identifier.longest;
  }
  return [];
}

/**
 * Whether a long value may end in one of the identifiers that are printed now and then. Any sign may stand behind those,
 * so there is nothing to tell such a reading from a lot: it is not offered.
 */
export function isDoubtful(
  digits: string,
  value: string,
  present: ReadonlySet<string>,
  year: number,
): boolean {
  const identifier = identifierAt(digits, 0);
  if (value.length <= PLAUSIBLE_SIGNS || identifier === undefined || !isFree(identifier)) return false;
  return [...value.matchAll(SELDOM_BEGINS)].some(({ index }) => {
    const inside = index === 0 ? undefined : identifierAt(value, index);
    if (inside === undefined || present.has(inside.digits)) return false;
    return valueFault(inside, value.slice(index + inside.digits.length), year) === null;
  });
}

/** Whether its value is any text: what must prove itself, an IBAN say, has swallowed nothing. */
function isFree({ components }: Identifier): boolean {
  return components.every(
    ({ characters, shortest, longest, rules }) =>
      characters === "X" && shortest < longest && rules.length === 0,
  );
}

function cuts(
  segment: string,
  begin: number,
  longest: number,
  taken: ReadonlySet<string>,
  year: number,
  onlyStrong: boolean,
  steps: { left: number },
): Split[] {
  const found: Split[] = [];
  for (let cut = begin + 1; cut <= Math.min(begin + longest, segment.length - 2); cut += 1) {
    if (!SUSPECT_BEGINS.test(segment.slice(cut, cut + 4))) continue;
    for (const tail of tails(segment, cut, taken, year, steps, false))
      if (tail.strong || !onlyStrong)
        found.push({
          strong: tail.strong,
          segments: [segment.slice(0, cut), ...tail.segments],
        });
  }
  return found;
}

/** The ways to read what begins at `at`. Behind a strong element (`proven`) any identifier may follow. */
function tails(
  segment: string,
  at: number,
  taken: ReadonlySet<string>,
  year: number,
  steps: { left: number },
  proven: boolean,
): Split[] {
  steps.left -= 1;
  const identifier = identifierAt(segment, at);
  if (steps.left < 0 || identifier === undefined || taken.has(identifier.digits)) return [];
  const isSuspect = SUSPECTS.has(identifier.digits);
  if (!isSuspect && !proven) return [];
  const begin = at + identifier.digits.length;
  const nowTaken = new Set([...taken, identifier.digits]);
  const strong = STRONG_KEYS.has(identifier.digits) || STRONG_DATES.has(identifier.digits);
  const found: Split[] = [];
  const last = Math.min(begin + identifier.longest, segment.length);
  // The others are not cut once more: that would suspect every value again.
  for (let end = isSuspect ? begin + identifier.shortest : last; end <= last; end += 1) {
    const value = segment.slice(begin, end);
    if (valueFault(identifier, value, year) !== null || !isPlausible(identifier.digits, value, year))
      continue;
    if (end === segment.length) {
      found.push({ strong, segments: [segment.slice(at, end)] });
      continue;
    }
    for (const tail of tails(segment, end, nowTaken, year, steps, proven || strong))
      found.push({
        strong: strong || tail.strong,
        segments: [segment.slice(at, end), ...tail.segments],
      });
  }
  return found;
}

function isPlausible(digits: string, value: string, year: number): boolean {
  if (!STRONG_DATES.has(digits)) return true;
  const distance = fullYear(Number(value.slice(0, 2)), year) - year;
  return distance >= -YEARS_BACK && distance <= YEARS_AHEAD;
}
