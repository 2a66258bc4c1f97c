/**
 * North American coupon codes: whether the digits of AI 8110 and 8112 come out even.
 *
 * A coupon is a row of fields, many of them led by a digit that says how long they are. Source: North American Coupon
 * Application Guideline Using GS1 DataBar Expanded Symbols (8110), GS1 AI (8112) Coupon Data Specification.
 */

import { sixOrEightDigits } from "./dates";

function led(first: number, last: number, more: number): string {
  const lengths = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  return `(?:${lengths.map((length) => `${length}[0-9]{${length + more}}`).join("|")})`;
}

const PREFIX = led(0, 6, 6);
const SERIAL = led(0, 9, 6);
const COUNTED = led(1, 5, 0);
const PURCHASE = `${COUNTED}[0-49][0-9]{3}`; // how much, in which unit, of which family
const COUPON = new RegExp(
  `^${PREFIX}[0-9]{6}${COUNTED}${PURCHASE}` +
    `(?:1[0-3]${PURCHASE}(?:${PREFIX}|9))?` +
    `(?:2${PURCHASE}(?:${PREFIX}|9))?` +
    "(?:3([0-9]{6}))?" +
    "(?:4([0-9]{6}))?" +
    `(?:5${SERIAL})?` +
    `(?:6${led(1, 7, 6)})?` +
    "(?:9[01256][0-2][0-9][01])?$",
);
const OFFER = new RegExp(`^[01]${PREFIX}[0-9]{6}${SERIAL}$`);

/** AI 8110. The dates inside must be real, and the last day not before the first. */
export function isCoupon(digits: string): boolean {
  const match = COUPON.exec(digits);
  if (match === null) return false;
  const [, ends, begins] = match;
  const real = [ends, begins].every((day) => day === undefined || sixOrEightDigits(day, 2000) !== null);
  return real && (ends === undefined || begins === undefined || begins <= ends);
}

/** AI 8112: format, funder, offer, serial. */
export function isOffer(digits: string): boolean {
  return OFFER.test(digits);
}
