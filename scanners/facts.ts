/** What a valid GS1 message says about a box: identifiers to the words of the trade. */

import { labelOf, note, type Label } from "./answer";
import { sixDigits } from "./dates";
import type { Reading } from "./gs1";
import type { Raw } from "./raw";
import { isRestricted } from "./gtin";

/** The label for a checked reading. Of two expiry dates that differ the earlier counts, and that is noted. */
export function factsOf(reading: Reading, raw: Raw, year: number): Label {
  const values = new Map(reading.elements);
  const day = (digits: string): string | null => {
    const value = values.get(digits);
    return value === undefined ? null : sixDigits(value.slice(0, 6), year);
  };
  const [expires, expiresWithTime] = [day("17"), day("7003")];
  const notes = [...raw.notes, ...reading.notes];
  if (expires !== null && expiresWithTime !== null && expires !== expiresWithTime)
    notes.push(note("expiry_dates_differ", "17+7003"));
  const timed = expiresWithTime !== null && (expires === null || expiresWithTime <= expires);
  const [made, madeWithTime] = [day("11"), day("8008")];
  if (made !== null && madeWithTime !== null && made !== madeWithTime)
    notes.push(note("production_dates_differ", "11+8008"));
  const [expiresOn, madeOn] = [timed ? expiresWithTime : expires, made ?? madeWithTime];
  if (expiresOn !== null && madeOn !== null && madeOn > expiresOn)
    notes.push(note("made_after_expiry", "11+17"));
  if (isTurnedRound(values.get("7007") ?? "", year)) notes.push(note("dates_turned_round", "7007"));
  const time = timed ? values.get("7003") : undefined;
  const gtin = values.get("01") ?? values.get("03") ?? values.get("8006")?.slice(0, 14) ?? null;
  if (gtin !== null && isRestricted(gtin)) notes.push(note("restricted_circulation", "gtin"));
  return labelOf("gs1", raw.text, {
    symbology: raw.symbology,
    gtin,
    lot: values.get("10") ?? null,
    serial: values.get("21") ?? null,
    expiresOn,
    expiresTime: time === undefined ? null : `${time.slice(6, 8)}:${time.slice(8)}`,
    bestBeforeOn: day("15"),
    madeOn,
    sscc: values.get("00") ?? null,
    count: number(values.get("30")),
    containedGtin: values.get("02") ?? values.get("8026")?.slice(0, 14) ?? null,
    containedCount: number(values.get("37")),
    catalogueNumber: values.get("240") ?? values.get("241") ?? null,
    elements: reading.elements,
    notes,
  });
}

/** Whether a harvest (AI 7007) ends before it begins. */
function isTurnedRound(harvest: string, year: number): boolean {
  if (harvest.length !== 12) return false;
  return (sixDigits(harvest.slice(6), year) ?? "") < (sixDigits(harvest.slice(0, 6), year) ?? "");
}

function number(digits: string | undefined): number | null {
  return digits === undefined ? null : Number(digits);
}
