/**
 * Our own labels: places in the warehouse, boxes and totes, lots, and the link on a delivery note.
 *
 * A place is `LL:KIND:CODE:CHECK`, for example `LL:LOC:A-01-03:H`: only signs of the QR alphanumeric mode and of
 * Code 128, capitals only (so a caps lock does no harm), and no other scheme begins with `LL:`. The check character
 * is ISO/IEC 7064 MOD 37-2 over KIND and CODE.
 *
 * A lot is `LL:LOT:CODE:CHECK` with its id as 25 signs of base 36: for boxes whose maker prints no code that names the
 * product. It says which lot on our books is meant, and nothing of it that could be out of date.
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
const LOT = /^LL:LOT:([0-9A-Z]{25}):([0-9A-Z*])$/;
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

export function isLot(body: string): boolean {
  return body.slice(0, 7).toUpperCase() === "LL:LOT:";
}

/** The lot's id as a UUID in its usual spelling, or the reason for the refusal. */
export function readLot(body: string): { readonly lotId: string } | string {
  const [, code, check] = /^[!-~]*$/.test(body) ? (LOT.exec(body.toUpperCase()) ?? []) : [];
  if (code === undefined) return "house_label_shape";
  let number = 0n;
  for (const sign of code) number = number * 36n + BigInt(parseInt(sign, 36));
  if (number >= 1n << 128n) return "house_label_shape";
  if (mod37(`LOT${code}`) !== check) return "check_character";
  const hex = number.toString(16).padStart(32, "0");
  return { lotId: hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5") };
}

/** The text for a lot's label; null for what is no UUID. */
export function lotText(lotId: string): string | null {
  const hex = lotId.replaceAll("-", "");
  if (!/^[0-9a-fA-F]{32}$/.test(hex)) return null;
  const code = BigInt(`0x${hex}`).toString(36).toUpperCase().padStart(25, "0");
  return `LL:LOT:${code}:${mod37(`LOT${code}`) ?? ""}`;
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
