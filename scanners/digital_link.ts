/**
 * GS1 Digital Link: a web address of any domain whose path or query holds GS1 identifiers.
 *
 * Source: GS1 Digital Link standard, URI syntax 1.2 and later (uncompressed form). Releases 1.0 and 1.1 also had names
 * for the identifiers in the path (gtin, lot); they are read, and noted, because they are not part of the standard any
 * more. The compressed form is optional in the standard and not read here: such an address is known as one.
 */

import { note, type Element, type Note } from "./answer";
import { checked, faultAt, type Fault, type Reading } from "./gs1";
import { gtinFromDigits, isSscc } from "./gtin";
import { IDENTIFIERS } from "./identifiers";

const ADDRESS =
  // eslint-disable-next-line no-control-regex -- Control characters are named because \s differs between tongues.
  /^[Hh][Tt][Tt][Pp][Ss]?:\/\/([^/?#\x00-\x20\x7f]+)(\/[^?#\x00-\x20\x7f]*)?(?:\?([^#\x00-\x20\x7f]*))?(?:#[^\x00-\x20\x7f]*)?$/;

const KEY_NAMES: ReadonlyMap<string, string> = new Map([
  ["sscc", "00"],
  ["gtin", "01"],
  ["gdti", "253"],
  ["gcn", "255"],
  ["ginc", "401"],
  ["gsin", "402"],
  ["gln", "414"],
  ["payTo", "415"],
  ["grai", "8003"],
  ["giai", "8004"],
  ["itip", "8006"],
  ["cpid", "8010"],
  ["gmn", "8013"],
  ["gsrnp", "8017"],
  ["gsrn", "8018"],
]);
const QUALIFIER_NAMES: ReadonlyMap<string, string> = new Map([
  ["lot", "10"],
  ["ser", "21"],
  ["cpv", "22"],
  ["glnx", "254"],
  ["cpsn", "8011"],
  ["srin", "8019"],
  ["refno", "8020"],
]);
const SIX_BITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
// The first byte of a compressed link that begins with a GTIN: AI 01, or 01 and what often goes with it.
const WITH_TRADE_ITEM = /^(?:01|[0-3][A-F]|A[0-9])$/;

export function isAddress(body: string): boolean {
  return ADDRESS.test(body);
}

/** The identifiers in an address: key, qualifiers, query; null if it is no Digital Link. */
export function readLink(body: string, year: number): Reading | Fault | null {
  const address = ADDRESS.exec(body);
  if (address === null) return null;
  const segments = segmentsOf(address[2]);
  const at = keyPosition(segments);
  if (at === null) return null;
  const path = segments.slice(at).filter((segment) => segment !== "");
  const first = path[0] ?? "";
  if (path.length % 2 === 1) return faultAt("path_is_odd", first);
  const elements: Element[] = [];
  const notes: Note[] = [];
  for (let index = 0; index < path.length; index += 2) {
    const [name, value] = [path[index] ?? null, path[index + 1] ?? null];
    if (name === null || value === null) return faultAt("percent_encoding", first);
    const digits = (index === 0 ? KEY_NAMES : QUALIFIER_NAMES).get(name) ?? name;
    if (digits !== name) notes.push(note("old_name", name));
    elements.push([digits, padded(digits, value)]);
  }
  const [key = "", ...qualifiers] = elements.map(([digits]) => digits);
  const orders = IDENTIFIERS.get(key)?.key ?? [];
  if (qualifiers[0] !== undefined && !orders.some((order) => isInOrder(qualifiers, order))) {
    return faultAt("qualifier_order", qualifiers[0]);
  }
  for (const pair of (address[3] ?? "").split(/[&;]/)) {
    const [, digits, encoded = ""] = /^([0-9]{2,4})(?:=([\s\S]*))?$/.exec(pair) ?? [];
    if (digits === undefined) continue; // Other parameters belong to the web site.
    const value = percentDecoded(encoded);
    if (value === null) return faultAt("percent_encoding", digits);
    const identifier = IDENTIFIERS.get(digits);
    if (identifier === undefined) notes.push(note("unknown_identifier", digits));
    else elements.push([digits, padded(digits, value)]);
    if (identifier?.attribute === false) notes.push(note("not_an_attribute", digits));
  }
  return checked(elements, year, notes);
}

/** Whether the last part of the path is a compressed GTIN or SSCC, with a check digit that is right. */
export function isCompressed(body: string): boolean {
  const segments = segmentsOf(ADDRESS.exec(body)?.[2]).filter((segment) => segment !== "");
  const last = segments.at(-1);
  if (last === null || last === undefined || !/^[A-Za-z0-9_-]{10,200}$/.test(last)) return false;
  const bits = [...last].map((sign) => SIX_BITS.indexOf(sign).toString(2).padStart(6, "0")).join("");
  const first = parseInt(bits.slice(0, 8), 2).toString(16).toUpperCase().padStart(2, "0");
  const digits = (end: number, length: number): string =>
    BigInt(`0b${bits.slice(8, end)}`)
      .toString()
      .padStart(length, "0");
  if (WITH_TRADE_ITEM.test(first)) return gtinFromDigits(digits(55, 14)) !== null;
  return first === "00" && bits.length >= 68 && isSscc(digits(68, 18));
}

/** The text with %XX decoded as UTF-8; null when that is not possible. */
export function percentDecoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

function segmentsOf(path: string | undefined): (string | null)[] {
  return (path ?? "").split("/").slice(1).map(percentDecoded);
}

/**
 * Where the primary key begins: the first key identifier that is followed by something of its length. Web sites have
 * numbers in their paths too, so a wrong length means "not a Digital Link", while a wrong check digit in the right
 * place is a damaged one.
 */
function keyPosition(segments: readonly (string | null)[]): number | null {
  for (const [at, digits] of segments.entries()) {
    const value = segments[at + 1];
    const identifier = IDENTIFIERS.get(KEY_NAMES.get(digits ?? "") ?? digits ?? "");
    if (identifier === undefined || identifier.key === null || value === null || value === undefined)
      continue;
    const full = padded(identifier.digits, value);
    const begins = identifier.components[0]?.characters === "N" ? /^[0-9]{8}/ : /^[0-9]{4}/;
    const { length } = [...full]; // In characters, as Python counts.
    if (length >= identifier.shortest && length <= identifier.longest && begins.test(full)) return at;
  }
  return null;
}

/** A trade item number may stand without its leading zeros: 8, 12 or 13 digits. */
function padded(digits: string, value: string): string {
  const isShort = (digits === "01" || digits === "02") && /^(?:[0-9]{8}|[0-9]{12,13})$/.test(value);
  return isShort ? value.padStart(14, "0") : value;
}

function isInOrder(qualifiers: readonly string[], order: readonly string[]): boolean {
  const places = qualifiers.map((digits) => order.indexOf(digits));
  return places.every((place, index) => place > (places[index - 1] ?? -1));
}
