/** What a valid GS1 message says about a box: identifiers to the words of the trade. */

import { labelOf, note, type Label } from "./answer";
import { sixDigits } from "./dates";
import { faultAt, type Fault, type Reading } from "./gs1";
import { isRestricted } from "./gtin";

/** The label for a checked reading. Two expiry dates that differ are refused, not chosen between. */
export function factsOf(reading: Reading, text: string, year: number): Label | Fault {
  const values = new Map(reading.elements);
  const day = (digits: string): string | null => {
    const value = values.get(digits);
    return value === undefined ? null : sixDigits(value.slice(0, 6), year);
  };
  const [expires, expiresWithTime] = [day("17"), day("7003")];
  if (expires !== null && expiresWithTime !== null && expires !== expiresWithTime) {
    return faultAt("contradiction", "7003");
  }
  const [made, madeWithTime] = [day("11"), day("8008")];
  if (made !== null && madeWithTime !== null && made !== madeWithTime)
    return faultAt("contradiction", "8008");
  const time = values.get("7003");
  const gtin = values.get("01") ?? values.get("03") ?? values.get("8006")?.slice(0, 14) ?? null;
  const restricted = gtin !== null && isRestricted(gtin) ? [note("restricted_circulation", "gtin")] : [];
  return labelOf("gs1", text, {
    gtin,
    lot: values.get("10") ?? null,
    serial: values.get("21") ?? null,
    expiresOn: expires ?? expiresWithTime,
    expiresTime: time === undefined ? null : `${time.slice(6, 8)}:${time.slice(8)}`,
    bestBeforeOn: day("15"),
    madeOn: made ?? madeWithTime,
    sscc: values.get("00") ?? null,
    count: number(values.get("30")),
    containedGtin: values.get("02") ?? values.get("8026")?.slice(0, 14) ?? null,
    containedCount: number(values.get("37")),
    catalogueNumber: values.get("240") ?? values.get("241") ?? null,
    elements: reading.elements,
    notes: [...reading.notes, ...restricted],
  });
}

function number(digits: string | undefined): number | null {
  return digits === undefined ? null : Number(digits);
}
