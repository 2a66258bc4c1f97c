/**
 * The parts a GS1 value is made of: how long, which characters, and what each part must prove.
 *
 * Source: GS1 General Specifications 3 and 7.11, with the component rules of the GS1 Barcode Syntax Dictionary
 * (2026-07). Company prefixes must be digits; they are not looked up.
 *
 * The signature of AI 8030 is base64url, and its padding is not that of RFC 4648: the dictionary's rule for the 64 signs
 * wants a value that has "=" at its end to be a multiple of three long, not of four. So "1==" and "12=" pass and "AQ=="
 * is refused; padding may be left out, and then no length is wrong.
 */

import { endsInMod10, endsInPair, isIban } from "./check_digits";
import { isCoupon, isOffer } from "./coupons";
import { sixDigits, sixOrEightDigits } from "./dates";

export interface Component {
  /** N digits, X 82 signs, Y 39 signs, Z base64url. */
  readonly characters: string;
  readonly shortest: number;
  readonly longest: number;
  readonly optional: boolean;
  readonly rules: readonly string[];
}

/** The code lists a rule may ask: ISO 3166, ISO 4217, and UN/ECE Recommendation 21 with GS1's additions. */
export interface Codes {
  readonly countries: ReadonlySet<string>;
  readonly countryLetters: ReadonlySet<string>;
  readonly currencies: ReadonlySet<string>;
  readonly packageTypes: ReadonlySet<string>;
}

const CHARACTERS: Readonly<Record<string, RegExp>> = {
  N: /^[0-9]+$/,
  X: /^[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]+$/,
  Y: /^[#\-/0-9A-Z]+$/,
  Z: /^[A-Za-z0-9_-]+={0,2}$/,
};

/** From the table's spelling: "N14 check", "X..20", "?N4 hour_minute" (optional). */
export function component(spelling: string): Component {
  const [shape = "", ...rules] = spelling.split(" ");
  const optional = shape.startsWith("?");
  const required = optional ? shape.slice(1) : shape;
  const variable = required.slice(1, 3) === "..";
  const longest = Number(required.slice(variable ? 3 : 1));
  return {
    characters: required.charAt(0),
    shortest: variable ? 1 : longest,
    longest,
    optional,
    rules,
  };
}

/** Why `value` is not made of `components`: too_short, too_long, characters, the failed rule; or null. */
export function fault(
  value: string,
  components: readonly Component[],
  codes: Codes,
  year: number,
): string | null {
  let at = 0;
  for (const part of components) {
    const piece = value.slice(at, at + part.longest);
    if (piece === "" && part.optional) break;
    if (piece.length < part.shortest) return "too_short";
    if (CHARACTERS[part.characters]?.test(piece) !== true) return "characters";
    for (const rule of part.rules) if (!holds(rule, piece, codes, year)) return rule;
    at += piece.length;
  }
  return at < value.length ? "too_long" : null;
}

function holds(rule: string, piece: string, codes: Codes, year: number): boolean {
  switch (rule) {
    case "check":
      return endsInMod10(piece);
    case "date":
      return sixDigits(piece, year) !== null;
    case "country":
      return codes.countries.has(piece);
    case "country_or_999":
      return codes.countries.has(piece) || piece === "999";
    case "country_letters":
      return codes.countryLetters.has(piece);
    case "currency":
      return codes.currencies.has(piece);
    case "package_type":
      return codes.packageTypes.has(piece);
    case "iban":
      return isIban(piece) && codes.countryLetters.has(piece.slice(0, 2));
    case "exact_date":
      return sixOrEightDigits(piece, year) !== null;
    default:
      return RULES[rule]?.(piece) ?? false;
  }
}

function atMost(highest: number): (piece: string) => boolean {
  return (piece) => Number(piece) <= highest;
}

const RULES: Readonly<Record<string, (piece: string) => boolean>> = {
  check_pair: endsInPair,
  long_date: (piece) => sixOrEightDigits(piece, 0) !== null,
  hour_minute: (piece) => Number(piece.slice(0, 2)) <= 23 && Number(piece.slice(2)) <= 59,
  hour: atMost(23),
  minute: atMost(59),
  second: atMost(59),
  latitude: atMost(1_800_000_000),
  longitude: atMost(3_600_000_000),
  percent_encoded: (piece) => !/%(?![0-9A-Fa-f]{2})/.test(piece),
  yes_no: (piece) => piece === "0" || piece === "1",
  hyphen: (piece) => piece === "-",
  not_zero: (piece) => Number(piece) !== 0,
  zero: (piece) => piece === "0",
  winding: (piece) => /^[019]$/.test(piece),
  piece_of_total: (piece) => Number(piece.slice(0, 2)) > 0 && piece.slice(0, 2) <= piece.slice(2),
  place_of_total: (piece) => /^[1-9]\/[1-9]$/.test(piece) && piece.charAt(0) <= piece.charAt(2),
  coupon: isCoupon,
  coupon_offer: isOffer,
  prefix: (piece) => /^[0-9]{4}/.test(piece),
  padding: (piece) => !piece.endsWith("=") || piece.length % 3 === 0,
  media_type: (piece) => /^(0[1-9]|10|[89][0-9])$/.test(piece),
  sex: (piece) => /^[0129]$/.test(piece),
  importer_index: (piece) => /^[-0-9A-Z_a-z]$/.test(piece),
  no_leading_zero: (piece) => piece === "0" || !piece.startsWith("0"),
  has_non_digit: (piece) => /[^0-9]/.test(piece),
};
