/**
 * GS1 Digital Link: a web address of any domain whose path or query holds GS1 identifiers.
 *
 * Source: GS1 Digital Link standard, URI syntax 1.2 and later (uncompressed form). Releases 1.0 and 1.1 also had names
 * for the identifiers in the path (gtin, lot); they are read, and noted, because they are not part of the standard any
 * more. The compressed form is optional in the standard and not read here: such an address is known as one.
 *
 * Anything may stand in front of the key (section 4: custom stem), so the last key in the path counts, and nothing but its
 * qualifiers may stand behind it. Where the stem holds a key as well, that is noted: it is not read.
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
// They stood in the query once and mean nothing there any more; a web site may have a parameter of that name.
const OLD_PARAMETERS: ReadonlySet<string> = new Set(["exp", ...KEY_NAMES.keys(), ...QUALIFIER_NAMES.keys()]);
const SIX_BITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
// The first byte of a compressed link that begins with a GTIN: AI 01, or 01 and what often goes with it.
const WITH_TRADE_ITEM = /^(?:01|[0-3][A-F]|A[0-9])$/;

export function isAddress(body: string): boolean {
  return ADDRESS.test(body);
}

/** Path, query and fragment of an address, as they are written. */
export function behindHost(body: string): string {
  const host = ADDRESS.exec(body)?.[1];
  return host === undefined ? "" : body.slice(body.indexOf("://") + "://".length + host.length);
}

/** The identifiers in an address: key, qualifiers, query; null if it is no Digital Link. */
export function readLink(body: string, year: number): Reading | Fault | null {
  const address = ADDRESS.exec(body);
  const inPath = address === null ? null : fromPath(segmentsOf(address[2]));
  if (address === null || inPath === null || inPath.found === "fault") return inPath;
  const elements = [...inPath.elements];
  const notes = [...inPath.notes];
  for (const pair of (address[3] ?? "").split(/[&;]/)) {
    const [name = "", ...values] = pair.split("=");
    const encoded = values.join("=");
    const digits = name.includes("%") ? percentDecoded(name) : name;
    if (digits === null) continue;
    if (OLD_PARAMETERS.has(digits) && encoded !== "" && !isNoted(notes, "old_name_left_out", digits))
      notes.push(note("old_name_left_out", digits));
    if (!/^[0-9]{2,4}$/.test(digits)) continue; // Other parameters belong to the web site.
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

type Segment = string | null;

/** The last key of the path with its qualifiers; null where it has no key. */
function fromPath(segments: readonly Segment[]): Reading | Fault | null {
  const first = segments.findIndex((name, at) => isKey(name, segments[at + 1]));
  if (first < 0) return null;
  const path = segments.slice(first).filter((segment) => segment !== "");
  const keys = path.flatMap((name, at) => (isKey(name, path[at + 1]) ? [at] : []));
  // Behind the name of a qualifier stands its value, and a value may look like a key.
  const last = Math.max(...keys.filter((at) => at % 2 === 0 || !IDENTIFIERS.has(path[at - 1] ?? "")));
  const found = fromKey(path.slice(last));
  if (found.found === "fault") return found;
  const before = keys.filter((key) => key < last);
  return behindStem(
    found,
    before.map((key): Element => [path[key] ?? "", path[key + 1] ?? ""]),
  );
}

function fromKey(path: readonly Segment[]): Reading | Fault {
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
  return { found: "reading", elements, notes };
}

/** `found`, with a note of the first key in the stem; two different products in one path are refused. */
function behindStem(found: Reading, before: readonly Element[]): Reading | Fault {
  const [digits = "", value = ""] = found.elements[0] ?? [];
  const stem = before.map(([name, other]): Element => [KEY_NAMES.get(name) ?? name, other]);
  if (stem.some(([name, other]) => name === digits && padded(name, other) !== value))
    return faultAt("contradiction", digits);
  const [inStem] = stem;
  return inStem === undefined ? found : { ...found, notes: [note("key_in_stem", inStem[0]), ...found.notes] };
}

/**
 * Whether the two segments are a key identifier and something of its length. Web sites have numbers in their paths too,
 * so a wrong length means "not a Digital Link", while a wrong check digit in the right place is a damaged one.
 */
function isKey(name: Segment, value: Segment | undefined): boolean {
  const identifier = IDENTIFIERS.get(KEY_NAMES.get(name ?? "") ?? name ?? "");
  if (identifier === undefined || identifier.key === null || value === null || value === undefined)
    return false;
  const full = padded(identifier.digits, value);
  const begins = identifier.components[0]?.characters === "N" ? /^[0-9]{8}/ : /^[0-9]{4}/;
  const { length } = [...full]; // In characters, as Python counts.
  return length >= identifier.shortest && length <= identifier.longest && begins.test(full);
}

function isNoted(notes: readonly Note[], what: string, field: string): boolean {
  return notes.some((one) => one.what === what && one.field === field);
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
