/**
 * Our own labels: places in the warehouse, boxes and totes, and the link on a delivery note.
 *
 * A place is `LL:KIND:CODE:CHECK`, for example `LL:LOC:A-01-03:H`: only signs of the QR alphanumeric mode and of
 * Code 128, capitals only (so a caps lock does no harm), and no other scheme begins with `LL:`. The check character
 * is ISO/IEC 7064 MOD 37-2 over KIND and CODE.
 *
 * A delivery is `https://HOST/d/TOKEN`, because consignees open it with any phone. TOKEN is 16 to 40 random small
 * letters and digits, which say nothing about anybody, and a check character over them.
 */

import type { Kind } from "./answer";
import { mod37 } from "./check_digits";

export interface Place {
  readonly kind: Kind;
  readonly code: string;
}

const PLACE_KINDS: ReadonlyMap<string, Kind> = new Map([
  ["LOC", "location"],
  ["BOX", "box"],
  ["TOTE", "tote"],
]);
const PLACE = /^LL:([A-Z]+):([0-9A-Z](?:[0-9A-Z-]{0,22}[0-9A-Z])?):([0-9A-Z*])$/;
const LINK = /^https?:\/\/[A-Za-z0-9.-]+(?::[0-9]{1,5})?\/d\/([0-9a-z]{16,40})([0-9a-z])\/?$/;

export function isOurs(body: string): boolean {
  return body.slice(0, 3).toUpperCase() === "LL:";
}

/** The kind and code of a place label, or the reason for the refusal. */
export function readPlace(body: string): Place | string {
  // Some letters beyond ASCII have an ASCII capital (ı, ſ).
  const [, prefix, code, check] = /^[!-~]*$/.test(body) ? (PLACE.exec(body.toUpperCase()) ?? []) : [];
  if (prefix === undefined || code === undefined) return "house_label_shape";
  const kind = PLACE_KINDS.get(prefix);
  if (kind === undefined) return "house_label_kind";
  return mod37(prefix + code) === check ? { kind, code } : "check_character";
}

/** The text for a place label; null for another kind or code. */
export function placeText(kind: Kind, code: string): string | null {
  const prefix = [...PLACE_KINDS].find(([, known]) => known === kind)?.[0];
  const text = `LL:${prefix ?? ""}:${code}:${mod37((prefix ?? "") + code) ?? ""}`;
  return PLACE.test(text) ? text : null;
}

/** The token for a link; null when its check character would be no letter or digit: draw again. */
export function deliveryToken(randomPart: string): string | null {
  const check = mod37(randomPart.toUpperCase());
  if (!/^[0-9a-z]{16,40}$/.test(randomPart) || check === null || check === "*") return null;
  return randomPart + check.toLowerCase();
}

/** The address for the delivery note; `origin` is scheme and host, as in https://lots.example. */
export function deliveryLink(origin: string, token: string): string {
  return `${origin.replace(/\/+$/, "")}/d/${token}`;
}

/** The token of one of our links; null for any other address. */
export function readDeliveryLink(body: string): string | null {
  const [, random, check] = LINK.exec(body) ?? [];
  if (random === undefined || check === undefined) return null;
  return mod37(random.toUpperCase()) === check.toUpperCase() ? random + check : null;
}
