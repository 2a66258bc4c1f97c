/** Dates as labels print them: two-digit years, day 00, and the day a month ends. */

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * The year meant by two digits when it is `year` now: 49 years back to 50 years ahead.
 * Source: GS1 General Specifications 7.12.
 */
export function fullYear(twoDigits: number, year: number): number {
  const century = year - (year % 100);
  const distance = twoDigits - (year % 100);
  if (distance >= 51) return century - 100 + twoDigits;
  if (distance <= -50) return century + 100 + twoDigits;
  return century + twoDigits;
}

export function monthEnd(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && leap ? 29 : (DAYS[month - 1] ?? 0);
}

/** The ISO 8601 day, or null when the calendar has no such day. Day 0 is the last day of the month. */
export function isoDay(year: number, month: number, day: number): string | null {
  if (month < 1 || month > 12 || day < 0 || day > monthEnd(year, month)) return null;
  return `${padded(year, 4)}-${padded(month, 2)}-${padded(day || monthEnd(year, month), 2)}`;
}

/** YYMMDD of a GS1 date, DD = 00 meaning the end of the month; null when there is no such day. */
export function sixDigits(yymmdd: string, year: number): string | null {
  const [yy, month, day] = [yymmdd.slice(0, 2), yymmdd.slice(2, 4), yymmdd.slice(4, 6)];
  return isoDay(fullYear(Number(yy), year), Number(month), Number(day));
}

/** YYMMDD or YYYYMMDD with a real day; null otherwise. `digits` are ASCII digits. */
export function sixOrEightDigits(digits: string, year: number): string | null {
  if ((digits.length !== 6 && digits.length !== 8) || digits.endsWith("00")) return null;
  if (digits.length === 6) return sixDigits(digits, year);
  return isoDay(Number(digits.slice(0, 4)), Number(digits.slice(4, 6)), Number(digits.slice(6)));
}

/** The ISO day of the `ordinal`-th day of the year (1 is January 1st); null when the year is shorter. */
export function dayOfYear(year: number, ordinal: number): string | null {
  let month = 1;
  let day = ordinal;
  while (month < 12 && day > monthEnd(year, month)) {
    day -= monthEnd(year, month);
    month += 1;
  }
  return day >= 1 ? isoDay(year, month, day) : null;
}

function padded(number: number, length: number): string {
  return String(number).padStart(length, "0");
}
