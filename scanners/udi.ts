/**
 * Chinese device identifiers that are not GS1: MA (IDcode) and AHM (阿里健康).
 *
 * MA begins `MA.` + country (3 digits) `.` industry (M0 for devices) `.` registrant (6) `.` product (pack 1, item 6,
 * check 1), followed by data in any order, each beginning with a dot and a letter: S serial, L lot, M made, D
 * sterilisation lot, V last day of use, E expiry, C check; dates have 6 or 8 digits. Source: the issuing agency's
 * published rules (ZIIOT). Not confirmed, so noted on every label: how C and the product's check are computed; and
 * whether E is the last usable day or the first unusable one. Where both V and E are given, the earlier one counts.
 *
 * Labels of 2019 and 2020 have P for the day of making, as the agency's first rules did; that is noted. A code may
 * stand at the end of a web address.
 *
 * AHM names its parts (lot BN, serial SN, made MD, best before BD, expiry ED), but how they are written in a code is
 * not confirmed: one program in the open has MF in front of the device, BA for the lot and "*" between parts, and does
 * not read it either. Such a text is recognised and refused rather than guessed at.
 */

import { labelOf, note, unreadable, type Label, type Note, type Unreadable } from "./answer";
import { sixOrEightDigits } from "./dates";

const DEVICE = /^(MA\.[0-9]{3}\.M0\.[0-9]{6}\.([0-9A-Za-z]{8,20}))((?:\.[\s\S]*)?)$/;
const PART = /^([A-Z])([!-~]{1,64})$/;
const PRODUCT_LENGTH = 8;
const AHM = /^(?:\(?AHM|MF[0-9A-Z]{1,13}(?:BA|BN|SN|MD|BD|ED|PL)[0-9A-Z])/;
// Where the address goes on after the code, or has signs that may stand for others, its end is not certain.
const INSIDE = /[/=](MA\.[0-9]{3}\.M0\.[0-9]{6}\.[^/?#&%+=]+)$/;
const BEGINS_INSIDE = /[/=]MA\.[0-9]{3}\.M0\.[0-9]{6}\./;

export function isMa(body: string): boolean {
  return body.startsWith("MA.");
}

export function isAhm(body: string): boolean {
  return AHM.test(body);
}

/** The MA code with which a web address ends; `behindHost` as it is written. */
export function maInside(behindHost: string): string | null {
  return INSIDE.exec(behindHost)?.[1] ?? null;
}

/** Whether a web address, in decoded text, holds an MA code of which the end is not certain. */
export function maBeginsInside(behindHost: string): boolean {
  return BEGINS_INSIDE.test(behindHost);
}

/** The label of an MA code in `body`; `text` is what came. */
export function readMa(
  body: string,
  text: string,
  year: number,
  before: readonly Note[] = [],
): Label | Unreadable {
  const [, deviceIdentifier, product, rest] = DEVICE.exec(body) ?? [];
  if (deviceIdentifier === undefined || product === undefined) return unreadable("ma_shape", "MA", text);
  const parts = new Map<string, string>();
  for (const piece of (rest ?? "").split(".").slice(1)) {
    const [, letter, value] = PART.exec(piece) ?? [];
    if (letter === undefined || value === undefined) return unreadable("ma_shape", [...piece][0] ?? "", text);
    if (!"SLMDVECP".includes(letter)) return unreadable("unknown_identifier", letter, text);
    if ((parts.get(letter) ?? value) !== value) return unreadable("contradiction", letter, text);
    parts.set(letter, value);
  }
  const days = new Map<string, string>();
  for (const letter of ["M", "V", "E", "P"]) {
    const value = parts.get(letter);
    if (value === undefined) continue;
    const day = /^[0-9]+$/.test(value) ? sixOrEightDigits(value, year) : null;
    if (day === null) return unreadable("date", letter, text);
    days.set(letter, day);
  }
  const [lastDay, expiry] = [days.get("V"), days.get("E")];
  const [made, madeByOldRules] = [days.get("M"), days.get("P")];
  if ((made ?? madeByOldRules) !== (madeByOldRules ?? made)) return unreadable("contradiction", "P", text);
  const notes = [...before, note("check_not_verified", "MA")];
  if (product.length !== PRODUCT_LENGTH) notes.push(note("product_length", "MA"));
  if (madeByOldRules !== undefined) notes.push(note("letter_of_old_rules", "P"));
  if (expiry !== undefined) notes.push(note("expiry_word_unconfirmed", "E"));
  if (lastDay !== undefined && expiry !== undefined && lastDay !== expiry) {
    notes.push(note("expiry_words_differ", "V+E"));
  }
  const madeOn = made ?? madeByOldRules ?? null;
  const expiresOn = [lastDay, expiry].filter((day) => day !== undefined).sort()[0] ?? null;
  if (madeOn !== null && expiresOn !== null && madeOn > expiresOn)
    notes.push(note("made_after_expiry", "M+V"));
  return labelOf("udi_ma", text, {
    deviceIdentifier,
    lot: parts.get("L") ?? null,
    serial: parts.get("S") ?? null,
    madeOn,
    expiresOn,
    elements: [...parts],
    notes,
  });
}
