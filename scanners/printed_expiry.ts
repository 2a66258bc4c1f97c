/**
 * The last usable day that a label states in print: the maker's word decides what the date beside it means.
 *
 * 有效期至 2026-11 is usable through the 30th, 失效期 2026-11 is unusable from the 1st. The word and the date are read as a
 * person copies them off the box. A date that could be two days (05/06/2027) or has no century is refused, never guessed.
 */

import { isoDay, monthEnd } from "./dates";
import { narrowed } from "./raw";

/** The day or month named is the last one. */
export const USABLE_UNTIL: readonly string[] = ["有效期至", "使用期限", "EXP", "USE BY"];
/** The day or month named is the first one that is too late. */
export const UNUSABLE_FROM: readonly string[] = ["失效期", "失效日期"];
export const PRINTED_CHARACTERS_MAX = 20;

export type Reason = "word_unknown" | "no_date" | "no_such_day" | "day_or_month" | "year_or_day";
export type LastDay =
  { readonly found: "day"; readonly day: string } | { readonly found: "fault"; readonly reason: Reason };

interface Printed {
  readonly year: number;
  readonly month: number;
  readonly day: number | null;
}

const YEAR_MIN = 1950;
const YEAR_MAX = 2150;
const MONTHS = [
  ["jan", "january"],
  ["feb", "february"],
  ["mar", "march"],
  ["apr", "april"],
  ["may"],
  ["jun", "june"],
  ["jul", "july"],
  ["aug", "august"],
  ["sep", "sept", "september"],
  ["oct", "october"],
  ["nov", "november"],
  ["dec", "december"],
];
const YEAR_FIRST =
  /^(?:([0-9]{4})[-./ ]([0-9]{1,2})(?:[-./ ]([0-9]{1,2}))?|([0-9]{4}) ?年 ?([0-9]{1,2}) ?月(?: ?([0-9]{1,2}) ?日)?|([0-9]{4})([0-9]{2})([0-9]{2})?)$/;
const YEAR_LAST = /^(?:([0-9]{1,2})[-./ ])?([0-9]{1,2})[-./ ]([0-9]{4})$/;
const NAMED = /^(?:([0-9]{1,2})[-./ ]?)?([A-Za-z]{3,9})[-./, ]{0,2}([0-9]{4})$/;
const YEAR_AND_NAMED = /^([0-9]{4})[-./ ]?([A-Za-z]{3,9})(?:[-./ ]?([0-9]{1,2}))?$/;

/** The last usable day in ISO 8601 of `printed` beside the maker's `word` (one of the two lists above). */
export function lastUsableDay(word: string, printed: string): LastDay {
  if (!USABLE_UNTIL.includes(word) && !UNUSABLE_FROM.includes(word)) return fault("word_unknown");
  const found = dateIn(narrowed(printed.replaceAll("\u3000", " ")).replace(/^ +| +$/g, ""));
  if (typeof found === "string") return fault(found);
  const { year, month, day } = found;
  const isReal = year >= YEAR_MIN && year <= YEAR_MAX && day !== 0 && isoDay(year, month, day ?? 1) !== null;
  if (!isReal) return fault("no_such_day");
  const last = UNUSABLE_FROM.includes(word)
    ? dayBefore(year, month, day ?? 1)
    : isoDay(year, month, day ?? 0);
  return last === null ? fault("no_such_day") : { found: "day", day: last };
}

function dateIn(text: string): Printed | Reason {
  // Characters, as Python counts them.
  if ([...text].length > PRINTED_CHARACTERS_MAX) return "no_date";
  const first = YEAR_FIRST.exec(text);
  if (first !== null) {
    const isTwice = first[7] !== undefined && first[9] === undefined;
    const second = Number(text.slice(2, 4));
    if (isTwice && second >= 1 && second <= 12) return "year_or_day"; // 201105 is May 2011 or 5 November 2020.
    return printed(
      first[1] ?? first[4] ?? first[7],
      first[2] ?? first[5] ?? first[8],
      first[3] ?? first[6] ?? first[9],
    );
  }
  const last = YEAR_LAST.exec(text);
  if (last !== null) return dayAndMonth(last[1], last[2], last[3]);
  const named = NAMED.exec(text);
  if (named !== null) return withName(named[3], named[2], named[1]);
  const yearFirst = YEAR_AND_NAMED.exec(text);
  if (yearFirst !== null) return withName(yearFirst[1], yearFirst[2], yearFirst[3]);
  return /^[0-9]{6}$/.test(text) ? "year_or_day" : "no_date";
}

/** 05/2027 is a month; 31/05/2027 and 05/31/2027 are one day; 05/06/2027 may be two. */
function dayAndMonth(
  first: string | undefined,
  second: string | undefined,
  year: string | undefined,
): Printed | Reason {
  if (first === undefined) return printed(year, second, undefined);
  const [one, other] = [Number(first), Number(second)];
  if (one <= 12 && other <= 12 && one !== other) return "day_or_month";
  return other <= 12 ? printed(year, second, first) : printed(year, first, second);
}

function withName(
  year: string | undefined,
  name: string | undefined,
  day: string | undefined,
): Printed | Reason {
  const month = MONTHS.findIndex((names) => names.includes((name ?? "").toLowerCase())) + 1;
  return month === 0 ? "no_date" : printed(year, String(month), day);
}

function printed(year: string | undefined, month: string | undefined, day: string | undefined): Printed {
  return { year: Number(year), month: Number(month), day: day === undefined ? null : Number(day) };
}

function dayBefore(year: number, month: number, day: number): string | null {
  if (day > 1) return isoDay(year, month, day - 1);
  const [ofYear, before] = month > 1 ? [year, month - 1] : [year - 1, 12];
  return isoDay(ofYear, before, monthEnd(ofYear, before));
}

function fault(reason: Reason): LastDay {
  return { found: "fault", reason };
}
