/**
 * Bare numbers: EAN, UPC, ITF-14 and what people type from under the bars.
 *
 * Source: GS1 General Specifications 2.1 and 5.2 (EAN/UPC, zero suppression of UPC-E), 1.4.3 (restricted circulation
 * numbers, which each company gives as it likes).
 */

import { endsInMod10 } from "./check_digits";

/** The 14 digits of a GTIN-8, -12, -13 or -14 whose check digit is right; otherwise null. */
export function gtinFromDigits(digits: string): string | null {
  if (!/^(?:[0-9]{8}|[0-9]{12,14})$/.test(digits) || !endsInMod10(digits)) return null;
  return Number(digits) === 0 ? null : digits.padStart(14, "0");
}

/** The 14 digits of a zero-suppressed UPC (number system 0 or 1, six digits, check digit) or null. */
export function gtinFromUpcE(digits: string): string | null {
  if (!/^[01][0-9]{7}$/.test(digits)) return null;
  const [system, six, check] = [digits.slice(0, 1), digits.slice(1, 7), digits.slice(7)];
  const last = six.slice(5);
  switch (last) {
    case "0":
    case "1":
    case "2":
      return gtinFromDigits(`${system}${six.slice(0, 2)}${last}0000${six.slice(2, 5)}${check}`);
    case "3":
      return gtinFromDigits(`${system}${six.slice(0, 3)}00000${six.slice(3, 5)}${check}`);
    case "4":
      return gtinFromDigits(`${system}${six.slice(0, 4)}00000${six.slice(4, 5)}${check}`);
    default:
      return gtinFromDigits(`${system}${six.slice(0, 5)}0000${last}${check}`);
  }
}

export function isSscc(digits: string): boolean {
  return /^[0-9]{18}$/.test(digits) && endsInMod10(digits);
}

/** Whether each company may give this number as it likes, so that it means nothing elsewhere. */
export function isRestricted(gtin14: string): boolean {
  return /^0(?:02|04|2)/.test(gtin14);
}
