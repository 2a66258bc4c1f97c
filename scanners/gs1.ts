/**
 * GS1 element strings: reading them as scanned or as printed with brackets, and writing them.
 *
 * Source: GS1 General Specifications 3 (identifiers), 7.8 (processing, FNC1), 7.12 (dates). Partners that are
 * missing or excluded are notes here, because a box may carry its data in two codes; `build` refuses them.
 */

import { note, type Element, type Note } from "./answer";
import { excludedPartners, IDENTIFIERS, identifierAt, missingPartners, valueFault } from "./identifiers";
import { SEPARATOR } from "./raw";
import { isDoubtful, READINGS_MAX, REJOINED_MAX, splits, STEPS_MAX } from "./separators";

/** The fullest real labels hold a dozen; a hostile text may not buy more work than this. */
const ELEMENTS_MAX = 40;
const AROUND_VALUES = new RegExp(`^[ \t\r\n${SEPARATOR}]+|[ \t\r\n${SEPARATOR}]+$`, "g"); // Printed text is copied with its lines.

export interface Reading {
  readonly found: "reading";
  readonly elements: readonly Element[];
  readonly notes: readonly Note[];
}

/** Why it is not a GS1 message, and at which identifier ("" where none was recognised). */
export interface Fault {
  readonly found: "fault";
  readonly reason: string;
  readonly field: string;
}

/** Readings between which a person decides, likeliest first. */
export interface Choice {
  readonly found: "choice";
  readonly reason: string;
  readonly readings: readonly Reading[];
}

interface Mark {
  readonly digits: string;
  readonly start: number;
  readonly end: number;
}

export function faultAt(reason: string, field = ""): Fault {
  return { found: "fault", reason, field };
}

/**
 * An element string with FNC1 as 0x1D; a leading one is allowed.
 *
 * `separatorsPass` says that the way from the symbol to here is known to keep FNC1: a decoder, or a scanner that has
 * shown it. A separator in the text shows it too. Where a separator may be missing, the possible readings are returned
 * instead of one of them. `isGs1` says that the carrier claims to be GS1: then what the standard reads comes first, and
 * a doubt as weak as "21" inside a lot is only noted, because keyboard scanners send "]d2" and still swallow FNC1. A
 * weaker one, "22" inside a long lot, is only ever noted.
 */
export function read(
  body: string,
  year: number,
  separatorsPass: boolean,
  isGs1 = false,
): Reading | Fault | Choice {
  const segments = body.split(SEPARATOR).filter((segment) => segment !== "");
  if (segments.length > ELEMENTS_MAX) return faultAt("too_many_elements");
  const trusted = separatorsPass || segments.length > 1;
  const whole = fromSegments(segments, year);
  const present = new Set(whole.found === "reading" ? whole.elements.map(([digits]) => digits) : []);
  const likely: Reading[] = [];
  const possible: Reading[] = [];
  const steps = { left: STEPS_MAX };
  let tries = Math.floor(REJOINED_MAX / Math.max(1, segments.length));
  for (const [index, segment] of segments.entries()) {
    const found = splits(segment, present, year, trusted, steps).slice(0, tries);
    tries -= found.length;
    for (const split of found) {
      const rejoined = fromSegments(
        [...segments.slice(0, index), ...split.segments, ...segments.slice(index + 1)],
        year,
      );
      if (rejoined.found === "reading") (split.strong ? likely : possible).push(rejoined);
    }
  }
  if (likely.length + possible.length === 0) return trusted ? whole : doubted(whole, present, year);
  if (isGs1 && likely.length === 0) {
    if (whole.found === "reading") return { ...whole, notes: [...whole.notes, note("separator_doubtful")] };
    if (whole.reason !== "too_long") return whole; // A wrong value is likelier than a lost separator.
  }
  const asItIs = whole.found === "reading" ? [whole] : [];
  const ranked = trusted || isGs1 ? [...asItIs, ...likely, ...possible] : [...likely, ...asItIs, ...possible];
  return {
    found: "choice",
    reason: "separator_missing",
    readings: distinct(ranked).slice(0, READINGS_MAX),
  };
}

/** The reading, with a note where its last value is long enough to have swallowed another. */
function doubted(whole: Reading | Fault, present: ReadonlySet<string>, year: number): Reading | Fault {
  if (whole.found === "fault") return whole;
  const [digits = "", value = ""] = whole.elements.at(-1) ?? [];
  if (!isDoubtful(digits, value, present, year)) return whole;
  return { ...whole, notes: [...whole.notes, note("separator_doubtful")] };
}

export function readingsOf(found: Reading | Choice): readonly Reading[] {
  return found.found === "reading" ? [found] : found.readings;
}

/**
 * The human-readable form: (01)06901234567892(10)AB12. A bracket inside a value may be written \(.
 *
 * Every bracket around a known identifier begins an element if that gives a valid message. If it does not, a lot may
 * itself contain such a bracket: those readings are offered to choose from.
 */
export function readBracketed(text: string, year: number): Reading | Fault | Choice {
  // Not a look-behind: browsers of 2022 refuse the whole file over one.
  const marks = [...text.matchAll(/(\\?)\(([0-9]{2,4})\)/g)].flatMap((match): Mark[] => {
    const [whole, escape, digits = ""] = match;
    const begins = escape === "" && IDENTIFIERS.has(digits);
    return begins ? [{ digits, start: match.index, end: match.index + whole.length }] : [];
  });
  if (marks[0]?.start !== 0) return faultAt("unknown_identifier", /^\(([0-9]{2,4})\)/.exec(text)?.[1]);
  if (marks.length > ELEMENTS_MAX) return faultAt("too_many_elements");
  const allMarks = cut(text, marks, year);
  if (allMarks.found === "reading" || allMarks.reason === "contradiction") return allMarks;
  const readings = marks
    .slice(1)
    .map((_, skipped) => cut(text, [...marks.slice(0, skipped + 1), ...marks.slice(skipped + 2)], year))
    .filter((reading) => reading.found === "reading");
  if (readings.length === 0) return allMarks;
  return {
    found: "choice",
    reason: "bracket_in_value",
    readings: readings.slice(0, READINGS_MAX),
  };
}

/** The elements as a reading, if each value is valid and none contradicts another. */
export function checked(
  elements: readonly Element[],
  year: number,
  notes: readonly Note[] = [],
): Reading | Fault {
  for (const [digits, value] of elements) {
    const identifier = IDENTIFIERS.get(digits);
    const reason = identifier === undefined ? "unknown_identifier" : valueFault(identifier, value, year);
    if (reason !== null) return faultAt(reason, digits);
  }
  return together(elements, notes);
}

/** Whether a check digit or a date in it makes it unlikely that other text only looks like GS1. */
export function hasEvidence(reading: Reading): boolean {
  return reading.elements.some(([digits]) => IDENTIFIERS.get(digits)?.proves === true);
}

/**
 * The element string for a label, separators as 0x1D and without the leading FNC1.
 *
 * Strict: unknown identifiers, invalid values, repeated identifiers and missing or excluded partners are refused.
 * Predefined identifiers come first, as the specification recommends, so that few separators are needed.
 */
export function build(elements: readonly Element[], year: number): string | Fault {
  for (const [digits] of elements) if (!IDENTIFIERS.has(digits)) return faultAt("unknown_identifier", digits);
  if (new Set(elements.map(([digits]) => digits)).size !== elements.length) return faultAt("repeated");
  const reading = checked(elements, year);
  if (reading.found === "fault") return reading;
  const [first] = reading.notes;
  if (first !== undefined) return faultAt(first.what, first.field);
  if (elements.length === 0) return faultAt("empty");
  const text = inLabelOrder(elements)
    .map(([digits, value]) => digits + value + (isPredefined(digits) ? "" : SEPARATOR))
    .join("");
  return text.endsWith(SEPARATOR) ? text.slice(0, -1) : text;
}

/** Predefined identifiers first, otherwise as they were given. */
export function inLabelOrder(elements: readonly Element[]): Element[] {
  return [...elements].sort(([one], [other]) => Number(isPredefined(other)) - Number(isPredefined(one)));
}

/** The text to print under a code; a bracket inside a value is escaped, so that it can be read back. */
export function bracketed(elements: readonly Element[]): string {
  return elements.map(([digits, value]) => `(${digits})${value.replaceAll("(", "\\(")}`).join("");
}

function isPredefined(digits: string): boolean {
  return IDENTIFIERS.get(digits)?.predefined ?? false;
}

function fromSegments(segments: readonly string[], year: number): Reading | Fault {
  const elements: Element[] = [];
  const notes: Note[] = [];
  for (const segment of segments) {
    let at = 0;
    while (at < segment.length) {
      const identifier = identifierAt(segment, at);
      if (identifier === undefined)
        return faultAt("unknown_identifier", /^[0-9]{0,2}/.exec(segment.slice(at))?.[0]);
      const begin = at + identifier.digits.length;
      const fixed = identifier.shortest === identifier.longest;
      at = fixed ? Math.min(begin + identifier.longest, segment.length) : segment.length;
      const value = segment.slice(begin, at);
      const reason = valueFault(identifier, value, year);
      if (reason !== null) return faultAt(reason, identifier.digits);
      elements.push([identifier.digits, value]);
      // Its length is fixed, so nothing is guessed; but the label was printed wrongly.
      if (at < segment.length && !identifier.predefined)
        notes.push(note("separator_missing", identifier.digits));
    }
  }
  return together(elements, notes);
}

function together(elements: readonly Element[], notes: readonly Note[]): Reading | Fault {
  if (elements.length > ELEMENTS_MAX) return faultAt("too_many_elements");
  const values = new Map<string, string>();
  for (const [digits, value] of elements) {
    if ((values.get(digits) ?? value) !== value) return faultAt("contradiction", digits);
    values.set(digits, value);
  }
  return {
    found: "reading",
    elements,
    notes: [...notes, ...repeatedNotes(elements, values), ...partnerNotes([...values.keys()])],
  };
}

function repeatedNotes(elements: readonly Element[], values: ReadonlyMap<string, string>): Note[] {
  if (values.size === elements.length) return [];
  return [...values.keys()]
    .filter((digits) => elements.filter(([other]) => other === digits).length > 1)
    .map((digits) => note("repeated", digits));
}

// Real labels use few combinations.
const NOTES_KEPT_MAX = 512;
const keptNotes = new Map<string, readonly Note[]>();

function partnerNotes(present: readonly string[]): readonly Note[] {
  const key = present.join(" ");
  const kept = keptNotes.get(key);
  if (kept !== undefined) return kept;
  const all = new Set(present);
  const missing = missingPartners(all).map((digits) => note("missing_partner", digits));
  const excluded = excludedPartners(all).map((pair) => note("excluded_partner", pair));
  const notes = [...missing, ...excluded];
  if (keptNotes.size >= NOTES_KEPT_MAX) keptNotes.clear();
  keptNotes.set(key, notes);
  return notes;
}

function cut(text: string, marks: readonly Mark[], year: number): Reading | Fault {
  const notes: Note[] = [];
  const elements = marks.map((mark, index): Element => {
    const printed = text.slice(mark.end, marks[index + 1]?.start ?? text.length).replace(AROUND_VALUES, "");
    if (printed.replaceAll("\\(", "").includes("(")) notes.push(note("bracket_in_value", mark.digits));
    const value = printed.replaceAll("\\(", "(").replaceAll("\\)", ")");
    const numeric = IDENTIFIERS.get(mark.digits)?.components.every((part) => part.characters === "N");
    return [mark.digits, numeric === true ? value.replaceAll(" ", "") : value]; // Printed numbers are often grouped.
  });
  return checked(elements, year, notes);
}

function distinct(readings: readonly Reading[]): Reading[] {
  return [...new Map(readings.map((reading) => [JSON.stringify(reading), reading])).values()];
}
