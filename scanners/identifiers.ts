/**
 * Every GS1 application identifier: the length of its value, what it proves, and with whom it may stand.
 *
 * The facts are in application_identifiers.json, read by both tongues. "310n" stands for 3100 to 3109. A predefined
 * identifier needs no separator after it; all others do, also those of fixed length (7003).
 */

import table from "./application_identifiers.json";
import { component, fault, type Codes, type Component } from "./components";

export interface Identifier {
  readonly digits: string;
  readonly components: readonly Component[];
  readonly shortest: number;
  readonly longest: number;
  readonly predefined: boolean;
  /** Its value has a check digit or a date. */
  readonly proves: boolean;
  /** May stand in the query of a Digital Link. */
  readonly attribute: boolean;
  /** One of these groups must be present. */
  readonly needs: readonly (readonly string[])[];
  readonly notWith: readonly string[];
  /** Primary key of a Digital Link: the orders of its qualifiers. */
  readonly key: readonly (readonly string[])[] | null;
}

interface Row {
  readonly parts: readonly string[];
  readonly predefined?: boolean;
  readonly attribute?: boolean;
  readonly needs?: readonly string[];
  readonly not_with?: readonly string[];
  readonly key?: readonly string[];
}

const rows: Readonly<Record<string, Row>> = table.identifiers;

const PROOFS: ReadonlySet<string> = new Set(["check", "check_pair", "date", "exact_date"]);
const BEYOND_ASCII = /[\u0080-\uffff]/;
const CODES: Codes = {
  countries: new Set(table.countries.split(" ")),
  countryLetters: new Set(table.country_letters.split(" ")),
  currencies: new Set(table.currencies.split(" ")),
  packageTypes: new Set(table.package_types.split(" ")),
};

export const IDENTIFIERS: ReadonlyMap<string, Identifier> = new Map(
  Object.entries(rows).flatMap(([spelling, row]) =>
    spread(spelling).map((digits): [string, Identifier] => [digits, identifier(digits, row)]),
  ),
);

/** The identifier that begins at `at`; no identifier is the beginning of another. */
export function identifierAt(text: string, at: number): Identifier | undefined {
  return (
    IDENTIFIERS.get(text.slice(at, at + 2)) ??
    IDENTIFIERS.get(text.slice(at, at + 3)) ??
    IDENTIFIERS.get(text.slice(at, at + 4))
  );
}

/**
 * Why the value is refused (see `components.fault`), or null. A sign beyond ASCII comes before the length, because some
 * of them count twice here and once in Python.
 */
export function valueFault(of: Identifier, value: string, year: number): string | null {
  if (BEYOND_ASCII.test(value)) return "characters";
  return value.length > of.longest ? "too_long" : fault(value, of.components, CODES, year);
}

/** The identifiers that may not stand without another which is not there, in ascending order. */
export function missingPartners(present: ReadonlySet<string>): string[] {
  return [...present].sort().filter((digits) => {
    const needs = IDENTIFIERS.get(digits)?.needs ?? [];
    return needs.length > 0 && !needs.some((group) => group.every((member) => isAmong(member, present)));
  });
}

/** The pairs, as "01+37", that may not stand on one item. */
export function excludedPartners(present: ReadonlySet<string>): string[] {
  const pairs = new Set<string>();
  for (const digits of present)
    for (const pattern of IDENTIFIERS.get(digits)?.notWith ?? [])
      for (const other of present)
        if (other !== digits && matches(other, pattern)) pairs.add([digits, other].sort().join("+"));
  return [...pairs].sort();
}

function isAmong(pattern: string, present: ReadonlySet<string>): boolean {
  return (
    present.has(pattern) || (pattern.includes("n") && [...present].some((digits) => matches(digits, pattern)))
  );
}

function matches(digits: string, pattern: string): boolean {
  if (!pattern.endsWith("n")) return digits === pattern;
  return digits.length === pattern.length && digits.startsWith(pattern.replace(/n+$/, ""));
}

/** 3100-3105 is six identifiers. */
function spread(spelling: string): string[] {
  const [first = "", last = first] = spelling.split("-");
  return Array.from({ length: Number(last) - Number(first) + 1 }, (_, step) =>
    String(Number(first) + step).padStart(first.length, "0"),
  );
}

function identifier(digits: string, row: Row): Identifier {
  const components = row.parts.map(component);
  return {
    digits,
    components,
    shortest: components.reduce((sum, part) => sum + (part.optional ? 0 : part.shortest), 0),
    longest: components.reduce((sum, part) => sum + part.longest, 0),
    predefined: row.predefined ?? false,
    proves: components.some((part) => part.rules.some((rule) => PROOFS.has(rule))),
    attribute: row.attribute ?? false,
    needs: (row.needs ?? []).map((group) => group.split("+")),
    notWith: row.not_with ?? [],
    key: row.key?.map((order) => order.split(",")) ?? null,
  };
}
