/**
 * The front door: any text that was scanned, photographed or typed, to what it says.
 *
 * Schemes that cannot be mistaken for another go first. A number that fits more than one scheme, a GS1 message whose
 * separators may be lost, and GS1-like text from a carrier that does not claim to be GS1 are never decided here:
 * they are `Ambiguous`, and a person chooses.
 */

import { labelOf, note, unreadable, type Ambiguous, type Answer, type Label, type Note } from "./answer";
import { behindHost, isAddress, isCompressed, percentDecoded, readLink } from "./digital_link";
import { factsOf } from "./facts";
import {
  hasEvidence,
  read as readElements,
  readBracketed,
  readingsOf,
  type Choice,
  type Fault,
  type Reading,
} from "./gs1";
import { gtinFromDigits, gtinFromUpcE, isRestricted, isSscc } from "./gtin";
import { isHibc, readHibc } from "./hibc";
import { isLot, isOurs, readDeliveryLink, readLot, readPlace } from "./house_label";
import {
  GS1_CARRIERS,
  SEPARATOR,
  SEPARATOR_SUBSTITUTES,
  SPELLED_SUBSTITUTES,
  takeApart,
  withSeparators,
  type Raw,
} from "./raw";
import { READINGS_MAX } from "./separators";
import { drugCode, isTraceCode, traceCodesInside } from "./trace_code";
import { isAhm, isMa, maBeginsInside, maInside, readMa } from "./udi";

const DOUBLED = new RegExp(`[^${SEPARATOR}]${SEPARATOR}${SEPARATOR}`);
const EAN_CARRIERS: ReadonlySet<string> = new Set(["]E0", "]E3", "]E4"]);

export interface Circumstances {
  /** The current year, for two-digit years. */
  readonly year: number;
  /** What the scanner sends in place of FNC1. */
  readonly separators?: readonly string[];
  /** The scanner is known to send separators, so that a long lot need not be doubted. */
  readonly separatorsPass?: boolean;
}

/**
 * What `text` says. Throws nothing, whatever the text. `symbology` is the AIM identifier from the decoder ("]d2");
 * one in front of the text counts as well.
 */
export function read(text: string, symbology: string | null, circumstances: Circumstances): Answer {
  const { year } = circumstances;
  const raw = takeApart(text, symbology);
  if (typeof raw === "string") return unreadable(raw, "", text);
  if (isOurs(raw.body)) return house(raw);
  if (isAhm(raw.body)) return unreadable("scheme_unconfirmed", "AHM", text);
  if (isMa(raw.body)) return known(raw, readMa(raw.body, text, year));
  if (isHibc(raw.body) && !fromGs1Carrier(raw)) return known(raw, readHibc(raw.body, text, year));
  if (isAddress(raw.body)) return address(raw, year);
  if (raw.body.startsWith("(")) {
    // A symbol has FNC1 for them: its maker put the printed text in.
    const from = raw.symbology === null ? raw : noted(raw, "brackets_in_code");
    return fromGs1(readBracketed(raw.body, year), from, year);
  }
  if (raw.symbology !== null && EAN_CARRIERS.has(raw.symbology)) return ean(raw);
  return numbersAndElements(raw, circumstances);
}

function noted(raw: Raw, what: string): Raw {
  return { ...raw, notes: [...raw.notes, note(what)] };
}

function house(raw: Raw): Answer {
  if (isLot(raw.body)) {
    const lot = readLot(raw.body);
    if (typeof lot === "string") return unreadable(lot, "house_label", raw.text);
    return known(raw, labelOf("lot", raw.text, lot));
  }
  const place = readPlace(raw.body);
  if (typeof place === "string") return unreadable(place, "house_label", raw.text);
  return known(raw, labelOf(place.kind, raw.text, { place: place.code }));
}

function address(raw: Raw, year: number): Answer {
  const token = readDeliveryLink(raw.body);
  if (token !== null) return known(raw, labelOf("delivery", raw.text, { token, url: raw.body }));
  const answer = inAddress(raw, year);
  return answer.outcome === "label" ? { ...answer, url: raw.body } : answer;
}

function inAddress(raw: Raw, year: number): Answer {
  const linked = readLink(raw.body, year);
  if (linked !== null) {
    const answer = fromGs1(linked, raw, year);
    if (answer.outcome !== "label" || !fromGs1Carrier(raw)) return answer;
    return { ...answer, notes: [...answer.notes, note("carrier_says_gs1")] };
  }
  const written = behindHost(raw.body);
  const decoded = percentDecoded(written) ?? written;
  const device = maInside(written);
  if (device !== null) return known(raw, readMa(device, raw.text, year, [note("code_inside_link")]));
  if (maBeginsInside(decoded))
    return known(raw, labelOf("link", raw.text, { notes: [note("code_left_in_link")] }));
  const [inside, ...others] = traceCodesInside(decoded);
  if (inside !== undefined && others.length === 0) return trace(raw, inside, note("code_inside_link"));
  const notes = inside === undefined ? [] : [note("several_codes_inside_link")];
  if (isCompressed(raw.body)) notes.push(note("link_is_compressed"));
  return known(raw, labelOf("link", raw.text, { notes }));
}

function ean(raw: Raw): Answer {
  const notes: Note[] = [];
  let number = gtinFromDigits(raw.body);
  if (raw.symbology === "]E0" && raw.body.length === 8) number = gtinFromUpcE(raw.body);
  else if (raw.symbology === "]E3") {
    // The issue of a magazine stands in a small code beside.
    const [, digits = "", addOn = ""] = /^([0-9]{13})([0-9]{2}|[0-9]{5})$/.exec(raw.body) ?? [];
    number = gtinFromDigits(digits);
    notes.push(note("add_on_left_out", addOn));
  }
  return number === null ? unreadable("check", "gtin", raw.text) : tradeItem(raw, number, ...notes);
}

function numbersAndElements(given: Raw, circumstances: Circumstances): Answer {
  const { year, separators = SEPARATOR_SUBSTITUTES } = circumstances;
  const body = withSeparators(given.body, separators);
  const raw = DOUBLED.test(body) ? noted(given, "separator_doubled") : given;
  if (fromGs1Carrier(raw)) {
    const answer = fromGs1(elementsIn(body, circumstances, true), raw, year);
    const isTrace = answer.outcome === "unreadable" && isTraceCode(raw.body);
    return isTrace ? trace(raw, raw.body, note("carrier_says_gs1")) : answer;
  }
  const options: Label[] = [];
  let doubt = "two_meanings";
  if (isTraceCode(raw.body)) options.push(trace(raw, raw.body));
  for (const number of new Set([gtinFromDigits(raw.body), gtinFromUpcE(raw.body)])) {
    if (number === null) continue;
    options.push(tradeItem(raw, number, note("check_digit_only")));
    // One number in ten has a right last digit: eight digits may be anything.
    if (raw.body.length === 8) doubt = "carrier_unknown";
  }
  if (isSscc(raw.body)) {
    options.push(known(raw, labelOf("gs1", raw.text, { sscc: raw.body })));
    doubt = "carrier_unknown";
  }
  const found = elementsIn(body, circumstances, false);
  if (options.length === 0 && provesGs1(raw, body)) return fromGs1(found, raw, year);
  const readings = withEvidence(found, raw, year);
  if (readings.length > 0 && options.length === 0) {
    doubt = raw.symbology === null ? "carrier_unknown" : "carrier_is_not_gs1";
  }
  const [only, ...others] = [...options, ...readings];
  if (only === undefined) return unreadable("not_recognised", "", raw.text);
  const certain = others.length === 0 && doubt === "two_meanings";
  return certain ? only : ambiguous(doubt, [only, ...others], raw);
}

/** The element string; where "<GS>" stands in it, as a separator first and as a part of the value second. */
function elementsIn(body: string, circumstances: Circumstances, isGs1: boolean): Reading | Fault | Choice {
  const { year, separators, separatorsPass = false } = circumstances;
  const found = readElements(body, year, separatorsPass, isGs1);
  const spelled = separators?.length === 0 ? body : withSeparators(body, SPELLED_SUBSTITUTES);
  if (spelled === body) return found;
  const other = readElements(spelled, year, separatorsPass, isGs1);
  if (found.found === "fault") return other;
  if (other.found === "fault") return found;
  const readings = [...readingsOf(other), ...readingsOf(found)].slice(0, READINGS_MAX);
  return { found: "choice", reason: "separator_spelled", readings };
}

/** Whether text from an unnamed carrier is GS1 beyond chance: FNC1 in it, or a key in front. */
function provesGs1(raw: Raw, body: string): boolean {
  if (raw.symbology !== null) return false;
  const first = body.split(SEPARATOR).find((segment) => segment !== "") ?? "";
  return raw.body.includes(SEPARATOR) || /^(?:0[12][0-9]{14}|00[0-9]{18})/.test(first);
}

/** The labels that text not proven to be GS1 could still be: those with a check digit or a date. */
function withEvidence(found: Reading | Fault | Choice, raw: Raw, year: number): Label[] {
  if (found.found === "fault") return [];
  return readingsOf(found)
    .filter(hasEvidence)
    .map((reading) => factsOf(reading, raw, year));
}

function fromGs1Carrier(raw: Raw): boolean {
  return raw.symbology !== null && GS1_CARRIERS.has(raw.symbology);
}

function fromGs1(found: Reading | Fault | Choice, raw: Raw, year: number): Answer {
  switch (found.found) {
    case "fault":
      return unreadable(found.reason, found.field, raw.text);
    case "reading":
      return factsOf(found, raw, year);
    case "choice": {
      const readings = found.readings.map((reading) => factsOf(reading, raw, year));
      return ambiguous(found.reason, readings, raw);
    }
  }
}

function tradeItem(raw: Raw, gtin: string, ...notes: Note[]): Label {
  if (isRestricted(gtin)) notes.push(note("restricted_circulation", "gtin"));
  return known(raw, labelOf("gtin", raw.text, { gtin, notes }));
}

function trace(raw: Raw, code: string, ...notes: Note[]): Label {
  return known(
    raw,
    labelOf("trace_code", raw.text, {
      traceCode: code,
      drugCode: drugCode(code),
      notes,
    }),
  );
}

function ambiguous(reason: string, readings: readonly Label[], raw: Raw): Ambiguous {
  return { outcome: "ambiguous", reason, readings, text: raw.text };
}

/** The answer with what is known of every reading: the carrier and what was put right in the text. */
function known<Given extends Answer>(raw: Raw, answer: Given): Given {
  if (answer.outcome !== "label") return answer;
  return {
    ...answer,
    symbology: raw.symbology,
    notes: [...raw.notes, ...answer.notes],
  };
}
