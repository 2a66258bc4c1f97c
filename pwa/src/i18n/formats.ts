/** Numbers, money and time as the trade writes them. Inputs are domain values; nothing here rounds money. */
import { language, t } from ".";

export const THIN_SPACE = "\u2009";
const MINUTES_PER_DAY = 24 * 60;
const MILLISECONDS_PER_DAY = MINUTES_PER_DAY * 60_000;
const SYMBOLS: Readonly<Record<string, string>> = { CNY: "¥", USD: "$", EUR: "€" };

/** `fen` is a whole number of hundredths. 1286000, "CNY" → "¥ 12,860.00". */
export function money(fen: number, currency = "CNY"): string {
  const sign = fen < 0 ? "−" : "";
  const whole = Math.trunc(Math.abs(fen) / 100);
  const hundredths = String(Math.abs(fen) % 100).padStart(2, "0");
  return `${sign}${SYMBOLS[currency] ?? currency}${THIN_SPACE}${grouped(String(whole))}.${hundredths}`;
}

/** A decimal as the server writes it ("1200.500000") → "1,200.5". Never passes through a float. */
export function decimal(digits: string | number): string {
  const [, sign = "", whole = "0", fraction = ""] = /^([-−]?)(\d+)(?:\.(\d+))?$/.exec(String(digits)) ?? [];
  const kept = fraction.replace(/0+$/, "");
  return `${sign === "" ? "" : "−"}${grouped(whole)}${kept === "" ? "" : `.${kept}`}`;
}

/** A price of one piece: two decimals at least, up to the six that it may have. "330.600000" → "¥ 330.60". */
export function unitPrice(digits: string | number): string {
  const [whole = "0", fraction = ""] = decimal(digits).split(".");
  return `¥${THIN_SPACE}${whole}.${fraction.padEnd(2, "0")}`;
}

/** A word of a sentence that stands by itself: "research-use goods" → "Research-use goods". */
export const capitalised = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** One decimal always, a true minus sign: "-80" → "−80.0". */
export function celsius(degrees: string | number): string {
  return Number(degrees).toFixed(1).replace("-", "−");
}

/** A limit as it is written on a box, with a true minus sign: -25 → "−25". */
export const degrees = (limit: number): string => String(limit).replace("-", "−");

/** "2–8", but "−25 ~ −15": a dash beside a minus sign is read as one. */
export const degreesRange = (low: number, high: number): string =>
  `${degrees(low)}${low < 0 ? " ~ " : "–"}${degrees(high)}`;

/** Local day as "2026-11-22"; a date without time is returned as it is. */
export function day(moment: Date | string, zone?: string): string {
  if (typeof moment === "string" && /^\d{4}-\d{2}-\d{2}$/.test(moment)) return moment;
  return new Intl.DateTimeFormat("sv-SE", { ...inZone(zone), dateStyle: "short" }).format(new Date(moment));
}

/** "09:41". */
export function clock(moment: Date | string, zone?: string): string {
  return new Intl.DateTimeFormat("en-GB", {
    ...inZone(zone),
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(new Date(moment));
}

/** "09:41" today, "昨天 17:20" yesterday, "2026-11-20 17:20" before. */
export function moment(at: Date | string, now: Date, zone?: string): string {
  const then = day(new Date(at), zone);
  if (then === day(now, zone)) return clock(at, zone);
  const yesterday = day(new Date(now.getTime() - MILLISECONDS_PER_DAY), zone);
  return `${then === yesterday ? t("ui.yesterday") : then} ${clock(at, zone)}`;
}

/** Whole days from `today` to `date` (both "2026-11-22"); negative when it has passed. */
export function daysUntil(date: string, today: string): number {
  return Math.round((Date.parse(date) - Date.parse(today)) / MILLISECONDS_PER_DAY);
}

export function count(number: number): string {
  return new Intl.NumberFormat(language()).format(number);
}

/** Bytes as people speak of them: 1,2 MB and not 1,234,567. */
export function bytes(size: number): string {
  const unit = size >= 1e9 ? "gigabyte" : size >= 1e6 ? "megabyte" : "kilobyte";
  const divisor = { gigabyte: 1e9, megabyte: 1e6, kilobyte: 1e3 }[unit];
  return new Intl.NumberFormat(language(), { style: "unit", unit, maximumFractionDigits: 1 }).format(
    size / divisor,
  );
}

function grouped(digits: string): string {
  return digits.replaceAll(/\B(?=(\d{3})+(?!\d))/g, ",");
}

function inZone(zone: string | undefined): Intl.DateTimeFormatOptions {
  return zone === undefined ? {} : { timeZone: zone };
}
