/** What a reading comes to: one label, a refusal with its reason, or several labels to choose between. */

export type Kind =
  | "gs1" // GS1 element string or Digital Link
  | "gtin" // a bare trade item number: EAN, UPC, ITF-14, typed digits
  | "udi_ma"
  | "trace_code" // 药品追溯码
  | "hibc"
  | "location" // our own labels, house_label.ts
  | "box"
  | "tote"
  | "lot"
  | "delivery"
  | "link"; // an address that says nothing else to us

/** Something a person should know about a reading that was accepted: what, and in which element. */
export interface Note {
  readonly what: string;
  readonly field: string;
}

export type Element = readonly [identifier: string, value: string];

/**
 * One reading of one code. Days are ISO 8601; `gtin` and `containedGtin` always have 14 digits. `count` is how many
 * items are in this pack (AI 30), `containedCount` how many of `containedGtin` a logistic unit holds (AI 37): they
 * are never added or mixed. `expiresOn` is usable through the end of that day.
 */
export interface Label {
  readonly outcome: "label";
  readonly kind: Kind;
  /** Exactly as it came, separators and all. */
  readonly text: string;
  /** AIM identifier such as "]d2"; null when the scanner did not say. */
  readonly symbology: string | null;
  readonly gtin: string | null;
  /** MA or HIBC product part, where there is no GTIN. */
  readonly deviceIdentifier: string | null;
  readonly lot: string | null;
  readonly serial: string | null;
  readonly expiresOn: string | null;
  /** "HH:MM", local time of the maker (AI 7003). */
  readonly expiresTime: string | null;
  readonly bestBeforeOn: string | null;
  readonly madeOn: string | null;
  readonly sscc: string | null;
  readonly count: number | null;
  readonly containedGtin: string | null;
  readonly containedCount: number | null;
  readonly catalogueNumber: string | null;
  readonly traceCode: string | null;
  /** First seven digits of a trace code [unconfirmed]. */
  readonly drugCode: string | null;
  /** Location, box or tote on our own labels. */
  readonly place: string | null;
  /** Id of a lot on our books, from a label of our own. */
  readonly lotId: string | null;
  /** Of a delivery link. */
  readonly token: string | null;
  readonly url: string | null;
  /** Every identifier and value, in order of appearance. */
  readonly elements: readonly Element[];
  readonly notes: readonly Note[];
}

/** Not accepted. The text is kept so that it can be searched for as it is. */
export interface Unreadable {
  readonly outcome: "unreadable";
  readonly reason: string;
  readonly field: string;
  readonly text: string;
}

/** More than the code alone can decide: readings, likeliest first. A person chooses, also from one. */
export interface Ambiguous {
  readonly outcome: "ambiguous";
  readonly reason: string;
  readonly readings: readonly Label[];
  readonly text: string;
}

export type Answer = Label | Unreadable | Ambiguous;

export function note(what: string, field = ""): Note {
  return { what, field };
}

/** A label of this kind that says only what `facts` say. */
export function labelOf(
  kind: Kind,
  text: string,
  facts: Partial<Omit<Label, "outcome" | "kind" | "text">>,
): Label {
  return { ...BLANK, ...facts, kind, text };
}

export function unreadable(reason: string, field: string, text: string): Unreadable {
  return { outcome: "unreadable", reason, field, text };
}

const BLANK: Omit<Label, "kind" | "text"> = {
  outcome: "label",
  symbology: null,
  gtin: null,
  deviceIdentifier: null,
  lot: null,
  serial: null,
  expiresOn: null,
  expiresTime: null,
  bestBeforeOn: null,
  madeOn: null,
  sscc: null,
  count: null,
  containedGtin: null,
  containedCount: null,
  catalogueNumber: null,
  traceCode: null,
  drugCode: null,
  place: null,
  lotId: null,
  token: null,
  url: null,
  elements: [],
  notes: [],
};
