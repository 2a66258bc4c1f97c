/** Check digits and check characters: the arithmetic that tells a slip from a code. */

// GS1 General Specifications 7.9.5: the character set, the weights and the alphabet of the check pair.
const SET_82 = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";
const PRIMES = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83];
const PAIR_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
const HIBC_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%";
const HOUSE_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-";
const HOUSE_CHECKS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*";
const ZERO = 48;

/** The GS1 check digit after `digits` (ASCII digits only). GS1 General Specifications 7.9.1. */
export function mod10(digits: string): string {
  let total = 0;
  let weight = 3;
  for (let at = digits.length - 1; at >= 0; at -= 1) {
    total += weight * (digits.charCodeAt(at) - ZERO);
    weight = 4 - weight;
  }
  return String((10 - (total % 10)) % 10);
}

export function endsInMod10(digits: string): boolean {
  return mod10(digits.slice(0, -1)) === digits.slice(-1);
}

/** Whether the last two characters are the GS1 check pair of a model number (GMN, MUDI). */
export function endsInPair(value: string): boolean {
  const body = value.slice(0, -2);
  if (body === "" || body.length > PRIMES.length) return false;
  let total = 0;
  for (const [fromRight, prime] of PRIMES.slice(0, body.length).entries()) {
    const place = SET_82.indexOf(body.charAt(body.length - 1 - fromRight));
    if (place < 0) return false;
    total += place * prime;
  }
  total %= 1021;
  return value.slice(-2) === PAIR_ALPHABET.charAt(total >> 5) + PAIR_ALPHABET.charAt(total & 31);
}

/** The HIBC check character after `text`; null when a letter is foreign to Code 39. ANSI/HIBC 2.6, 2.2. */
export function mod43(text: string): string | null {
  let total = 0;
  for (const letter of text) {
    const place = HIBC_ALPHABET.indexOf(letter);
    if (place < 0) return null;
    total += place;
  }
  return text === "" ? null : HIBC_ALPHABET.charAt(total % 43);
}

/**
 * The check character of our own labels, as in ISO/IEC 7064 MOD 37-2; null for a foreign letter. The hyphen counts
 * as 36, so a hyphen that moved is noticed too. The result may be "*" (36), as in the standard.
 */
export function mod37(text: string): string | null {
  let total = 0;
  for (const letter of text) {
    const place = HOUSE_ALPHABET.indexOf(letter);
    if (place < 0) return null;
    total = ((total + place) * 2) % 37;
  }
  return HOUSE_CHECKS.charAt((38 - total) % 37);
}

/** ISO 13616: two letters, two digits, and a remainder of 1 after moving them to the end. */
export function isIban(value: string): boolean {
  if (!/^[A-Z]{2}[0-9]{2}[0-9A-Z]{7,}$/.test(value)) return false;
  let remainder = 0;
  for (const letter of value.slice(4) + value.slice(0, 4)) {
    const number = parseInt(letter, 36);
    remainder = (remainder * (number > 9 ? 100 : 10) + number) % 97;
  }
  return remainder === 1;
}
