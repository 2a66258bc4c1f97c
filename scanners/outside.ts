/**
 * One JSON line per text, for checks from outside: `npm run parse`, the same in both tongues.
 *
 *     {"ok", "kind", "ais": [[identifier, value], …], "expiresOn", "findings": ["what: field", …], "error", …}
 *
 * `lenient` is scanning: what is odd is a finding. `strict` is printing labels: what is odd is an error, and nothing may
 * stand for FNC1. When several readings are possible, `readings` holds them, likeliest first; `ais` is the likeliest.
 */

import { note, type Element, type Label, type Note } from "./answer";
import { read } from "./label";
import { GS1_CARRIERS } from "./raw";

export type Mode = "strict" | "lenient";

interface Face {
  readonly ok: boolean;
  readonly kind: string | null;
  readonly ais: readonly Element[];
  readonly expiresOn: string | null;
  readonly findings: readonly string[];
  readonly error: string | null;
  readonly lot: string | null;
  readonly serial: string | null;
  readonly readings: readonly {
    readonly ais: readonly Element[];
    readonly expiresOn: string | null;
    readonly kind: string;
  }[];
  readonly text: string;
}

// A label with one of these is not printed.
const ODD: ReadonlySet<string> = new Set([
  "missing_partner",
  "excluded_partner",
  "separator_missing",
  "not_an_attribute",
  "unknown_identifier",
  "expiry_dates_differ",
  "production_dates_differ",
  "full_width",
  "separator_doubled",
  "bracket_in_value",
  "brackets_in_code",
  "carrier_says_gs1",
  "old_name",
  "beyond_standard",
]);
// The carrier says that this is no GS1 message; or only the reading of a lot with a bracket in it is left.
const NOT_TAKEN: ReadonlySet<string> = new Set(["carrier_is_not_gs1", "bracket_in_value"]);
// A link that holds identifiers which are not read.
const UNREAD_LINKS: ReadonlySet<string> = new Set([
  "link_is_compressed",
  "several_codes_inside_link",
  "code_left_in_link",
]);

/** The answer, as one line of JSON, to one line that holds a JSON string. Throws nothing. */
export function line(given: string, mode: Mode, year: number): string {
  const text = parsed(given);
  return JSON.stringify(
    typeof text === "string" ? face(text, mode, year) : refused("not_a_json_string", given),
  );
}

/** What `text` says, as data for JSON. */
export function face(text: string, mode: Mode, year: number): Face {
  const answer = read(text, null, mode === "strict" ? { year, separators: [] } : { year });
  if (answer.outcome === "unreadable") return refused(spelled(note(answer.reason, answer.field)), text);
  if (answer.outcome === "label") return said(answer, [answer], answer.notes, mode, text);
  const [first] = answer.readings;
  if (first === undefined) return refused("not_recognised", text);
  const doubt = note("ambiguous", answer.reason);
  const whole = said(first, answer.readings, [doubt, ...first.notes], mode, text);
  // The standard knows one reading where the carrier says that it is GS1: every separator is there.
  const stands = first.symbology !== null && GS1_CARRIERS.has(first.symbology);
  if (!NOT_TAKEN.has(answer.reason) && (mode === "lenient" || stands)) return whole;
  return { ...whole, ok: false, error: spelled(doubt), ais: [], expiresOn: null };
}

function parsed(given: string): unknown {
  try {
    return JSON.parse(given);
  } catch {
    return null;
  }
}

function said(
  reading: Label,
  readings: readonly Label[],
  notes: readonly Note[],
  mode: Mode,
  text: string,
): Face {
  const odd = mode === "strict" ? notes.find(({ what }) => ODD.has(what)) : undefined;
  const unread = notes.find(({ what }) => UNREAD_LINKS.has(what)) ?? note("link_without_identifiers");
  const fault = reading.kind === "link" ? unread : odd;
  return {
    ok: fault === undefined,
    kind: reading.kind,
    ais: identifiers(reading),
    expiresOn: reading.expiresOn,
    findings: notes.map(spelled),
    error: fault === undefined ? null : spelled(fault),
    lot: reading.lot,
    serial: reading.serial,
    readings:
      readings.length > 1
        ? readings.map((each) => ({
            ais: identifiers(each),
            expiresOn: each.expiresOn,
            kind: each.kind,
          }))
        : [],
    text,
  };
}

function refused(error: string, text: string): Face {
  return {
    ok: false,
    kind: null,
    ais: [],
    expiresOn: null,
    findings: [],
    error,
    lot: null,
    serial: null,
    readings: [],
    text,
  };
}

/** The elements; a bare number says the same as its element would. The letters of MA are no identifiers. */
function identifiers(reading: Label): readonly Element[] {
  if (reading.kind === "udi_ma") return [];
  if (reading.elements.length > 0) return reading.elements;
  const bare: Element[] = [];
  if (reading.sscc !== null) bare.push(["00", reading.sscc]);
  if (reading.gtin !== null) bare.push(["01", reading.gtin]);
  return bare;
}

function spelled({ what, field }: Note): string {
  return field === "" ? what : `${what}: ${field}`;
}
