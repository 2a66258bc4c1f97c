/**
 * Health Industry Bar Codes, which imported reagents carry.
 *
 * Primary: + labeler (letter and 3 signs), product (1 to 18), unit of measure (1 digit), check character. Secondary:
 * lot or serial with an optional quantity and expiry, in a code of its own (with a link character before the check)
 * or after a slash behind the primary. Source: ANSI/HIBC 2.6, Supplier Labeling Standard, sections 2.2 and 2.3. An
 * expiry without a day is good to the end of its month; that is noted.
 *
 * A lot or serial is 0 to 18 capital letters and digits. Makers print hyphens, points and longer ones all the same, and
 * the check character proves them: up to 20 such signs are read and noted, and not printed.
 */

import { labelOf, note, unreadable, type Label, type Note, type Unreadable } from "./answer";
import { mod43 } from "./check_digits";
import { dayOfYear, fullYear, isoDay, sixOrEightDigits } from "./dates";

/** What a HIBC code says, gathered part by part. */
interface Facts {
  readonly deviceIdentifier: string | null;
  readonly catalogueNumber: string | null;
  readonly lot: string | null;
  readonly serial: string | null;
  readonly expiresOn: string | null;
  readonly madeOn: string | null;
  readonly count: number | null;
  readonly notes: readonly Note[];
}

interface Refused {
  readonly reason: string;
  readonly field: string;
}

type Step = Facts | Refused;

const NOTHING: Facts = {
  deviceIdentifier: null,
  catalogueNumber: null,
  lot: null,
  serial: null,
  expiresOn: null,
  madeOn: null,
  count: null,
  notes: [],
};
// How an expiry is written, by the digit that announces it; without one it is MMYY.
const SHAPES: ReadonlyMap<string, string> = new Map([
  ["2", "MMDDYY"],
  ["3", "YYMMDD"],
  ["4", "YYMMDDHH"],
  ["5", "YYJJJ"],
  ["6", "YYJJJHH"],
]);

export function isHibc(body: string): boolean {
  return /^\*?\+/.test(body);
}

/**
 * The code with its check character; null when the text has two ends that are both right. One of the 43 check
 * characters is a space, which reading cuts off at the end of `text`. Under the bars the code is printed between
 * asterisks, which are no part of it, and the space as "_".
 */
function complete(body: string, text: string): string | null {
  if (body.startsWith("*") && body.endsWith("*")) {
    const bare = body.slice(1, -1);
    return bare.endsWith("_") ? `${bare.slice(0, -1)} ` : bare;
  }
  if (mod43(body) !== " " || !text.replace(/[\t\r\n]+$/, "").endsWith(`${body} `)) return body;
  return mod43(body.slice(0, -1)) === body.slice(-1) ? null : `${body} `;
}

/** The label of the HIBC code in `given`; `text` is what came. */
export function readHibc(given: string, text: string, year: number): Label | Unreadable {
  const body = complete(given, text);
  if (body === null) return unreadable("two_meanings", "HIBC", text);
  if (body.length < 4 || mod43(body.slice(0, -1)) !== body.slice(-1)) {
    return unreadable("check_character", "HIBC", text);
  }
  let facts: Facts = NOTHING;
  let secondaries: string[];
  if (/^\+[$0-9]/.test(body)) {
    // A code of its own ends in the link character (the check character of its primary) and its own.
    facts = { ...facts, notes: [note("product_in_other_code")] };
    secondaries = body.slice(1, -2).split("/");
  } else {
    const [first = "", ...rest] = body.slice(1, -1).split("/");
    const primary = /^[A-Z][0-9A-Z]{3}([0-9A-Z]{1,18})[0-9]$/.exec(first);
    if (primary === null) return unreadable("hibc_shape", "HIBC", text);
    facts = {
      ...facts,
      deviceIdentifier: `+${first}`,
      catalogueNumber: primary[1] ?? null,
    };
    secondaries = rest;
  }
  for (const secondary of secondaries) {
    const step = withSecondary(secondary, facts, year);
    if (isRefused(step)) return unreadable(step.reason, step.field, text);
    facts = step;
  }
  if (facts.madeOn !== null && facts.expiresOn !== null && facts.madeOn > facts.expiresOn)
    facts = { ...facts, notes: [...facts.notes, note("made_after_expiry", "16D+14D")] };
  return labelOf("hibc", text, facts);
}

function isRefused(step: Step): step is Refused {
  return "reason" in step;
}

function refused(reason: string, field: string): Refused {
  return { reason, field };
}

function withSecondary(text: string, facts: Facts, year: number): Step {
  if (text.startsWith("$$")) return withQuantityAndExpiry(text.slice(2), facts, year);
  if (text.startsWith("$")) return withLotOrSerial(text.slice(1), facts);
  if (/^[0-9]{5}/.test(text)) {
    const step = withExpiry("YYJJJ", text.slice(0, 5), facts, year);
    return isRefused(step) ? step : withLotOrSerial(text.slice(5), step);
  }
  return withSupplemental(text, facts, year);
}

function withQuantityAndExpiry(text: string, facts: Facts, year: number): Step {
  const plus = text.startsWith("+") ? "+" : "";
  let rest = text.slice(plus.length);
  let known = facts;
  const quantity = /^(?:8([0-9]{2})|9([0-9]{5}))/.exec(rest);
  if (quantity !== null) {
    known = { ...known, count: Number(quantity[1] ?? quantity[2]) };
    rest = rest.slice(quantity[0].length);
  }
  if (rest.startsWith("7")) return withLotOrSerial(plus + rest.slice(1), known);
  if (rest === "") return withLotOrSerial(plus, known);
  const announced = SHAPES.get(rest.charAt(0));
  const shape = announced ?? "MMYY";
  const digits = announced === undefined ? rest : rest.slice(1);
  const date = digits.slice(0, shape.length);
  if (date.length < shape.length || !/^[0-9]+$/.test(date)) return refused("date", "expiry");
  const step = withExpiry(shape, date, known, year);
  return isRefused(step) ? step : withLotOrSerial(plus + digits.slice(shape.length), step);
}

function withExpiry(shape: string, digits: string, facts: Facts, year: number): Step {
  const number = (part: string): number => {
    const at = shape.indexOf(part);
    return at < 0 ? 0 : Number(digits.slice(at, at + part.length));
  };
  const notes = [...facts.notes];
  const fourDigits = fullYear(number("YY"), year);
  const byMonth = shape.includes("MM");
  if (byMonth && !shape.includes("DD")) notes.push(note("day_not_stated", "expiry"));
  if (shape.includes("DD") && number("DD") === 0) return refused("date", "expiry");
  if (number("HH") > 23) return refused("date", "expiry");
  if (shape.includes("HH")) notes.push(note("hour_left_out", "expiry"));
  const expiresOn = byMonth
    ? isoDay(fourDigits, number("MM"), number("DD"))
    : dayOfYear(fourDigits, number("JJJ"));
  return expiresOn === null ? refused("date", "expiry") : { ...facts, expiresOn, notes };
}

function withLotOrSerial(text: string, facts: Facts): Step {
  const name = text.startsWith("+") ? "serial" : "lot";
  const value = name === "serial" ? text.slice(1) : text;
  if (!/^[0-9A-Z.-]{0,20}$/.test(value)) return refused("characters", name);
  if (value === "") return facts;
  if ((facts[name] ?? value) !== value) return refused("contradiction", name);
  const isBeyond = facts[name] === null && !/^[0-9A-Z]{0,18}$/.test(value);
  const notes = isBeyond ? [...facts.notes, note("beyond_standard", name)] : facts.notes;
  return name === "serial" ? { ...facts, notes, serial: value } : { ...facts, notes, lot: value };
}

function withSupplemental(text: string, facts: Facts, year: number): Step {
  const [, kind, digits] = /^(14|16)D([0-9]{8})$/.exec(text) ?? [];
  if (kind !== undefined && digits !== undefined) {
    const day = sixOrEightDigits(digits, year);
    if (day === null) return refused("date", `${kind}D`);
    if (kind === "16")
      return (facts.madeOn ?? day) === day ? { ...facts, madeOn: day } : refused("contradiction", "16D");
    return (facts.expiresOn ?? day) === day ? { ...facts, expiresOn: day } : refused("contradiction", "14D");
  }
  if (/^Q[0-9]{1,5}$/.test(text)) {
    const count = Number(text.slice(1));
    return (facts.count ?? count) === count ? { ...facts, count } : refused("contradiction", "Q");
  }
  if (text.startsWith("S")) return withLotOrSerial(`+${text.slice(1)}`, facts);
  return refused("hibc_shape", [...text][0] ?? "");
}
