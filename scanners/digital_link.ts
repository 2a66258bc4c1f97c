/**
 * GS1 Digital Link: a web address of any domain whose path or query holds GS1 identifiers.
 *
 * Source: GS1 Digital Link standard, URI syntax (uncompressed form). The compressed form is not read; such an
 * address stays a plain link.
 */

import { note, type Element, type Note } from "./answer";
import { checked, faultAt, type Fault, type Reading } from "./gs1";
import { IDENTIFIERS } from "./identifiers";

const ADDRESS =
  // eslint-disable-next-line no-control-regex -- Control characters are named because \s differs between tongues.
  /^[Hh][Tt][Tt][Pp][Ss]?:\/\/([^/?#\x00-\x20\x7f]+)(\/[^?#\x00-\x20\x7f]*)?(?:\?([^#\x00-\x20\x7f]*))?(?:#[^\x00-\x20\x7f]*)?$/;

export function isAddress(body: string): boolean {
  return ADDRESS.test(body);
}

/** The identifiers in an address: key, qualifiers, query; null if it is no Digital Link. */
export function readLink(body: string, year: number): Reading | Fault | null {
  const address = ADDRESS.exec(body);
  if (address === null) return null;
  const segments = (address[2] ?? "").split("/").slice(1).map(percentDecoded);
  const at = keyPosition(segments);
  if (at === null) return null;
  const path = segments.slice(at).filter((segment) => segment !== "");
  const key = path[0] ?? "";
  if (path.length % 2 === 1) return faultAt("path_is_odd", key);
  const elements: Element[] = [];
  for (let index = 0; index < path.length; index += 2) {
    const [digits, value] = [path[index] ?? null, path[index + 1] ?? null];
    if (digits === null || value === null) return faultAt("percent_encoding", key);
    elements.push([digits, padded(digits, value)]);
  }
  const qualifiers = elements.slice(1).map(([digits]) => digits);
  const orders = IDENTIFIERS.get(key)?.key ?? [];
  if (qualifiers[0] !== undefined && !orders.some((order) => isInOrder(qualifiers, order))) {
    return faultAt("qualifier_order", qualifiers[0]);
  }
  const notes: Note[] = [];
  for (const pair of (address[3] ?? "").split(/[&;]/)) {
    const [, digits, encoded = ""] = /^([0-9]{2,4})(?:=(.*))?$/.exec(pair) ?? [];
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

/** The text with %XX decoded as UTF-8; null when that is not possible. */
export function percentDecoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/**
 * Where the primary key begins: the first key identifier that is followed by something of its length. Web sites have
 * numbers in their paths too, so a wrong length means "not a Digital Link", while a wrong check digit in the right
 * place is a damaged one.
 */
function keyPosition(segments: readonly (string | null)[]): number | null {
  for (const [at, digits] of segments.entries()) {
    const value = segments[at + 1];
    const identifier = IDENTIFIERS.get(digits ?? "");
    if (identifier === undefined || identifier.key === null || value === null || value === undefined)
      continue;
    const full = padded(identifier.digits, value);
    const begins = identifier.components[0]?.characters === "N" ? /^[0-9]{8}/ : /^[0-9]{4}/;
    if (full.length >= identifier.shortest && full.length <= identifier.longest && begins.test(full))
      return at;
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
