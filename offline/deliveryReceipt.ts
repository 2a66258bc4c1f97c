/**
 * What a receiver signs at the door, and whether the ink is a signature: the same on the phone and on the server.
 *
 * Pure functions of plain data, twin of delivery_receipt.py; both are held to vectors/delivery_receipt.json,
 * vectors/ink.json and vectors/plain_number.json.
 */

import type { JsonObject } from "./digest";

export const KIND = "deliveryReceipt";
export const VERSION = 1;

export const STROKES_MAX = 200;
export const POINTS_MAX = 4_000;
/** Coordinates are thousandths of the pad's width, from 0; a pad may be higher than wide. */
export const INK_MAX = 100_000;
/** A stroke that stays within this square is a dot. */
export const STROKE_EXTENT_MIN = 15;
/** All strokes together: less than a tenth of the pad's width is no name. */
export const INK_LENGTH_MIN = 100;

export type Ink = "ok" | "empty" | "dots" | "malformed" | "too_much";

/** x, y, x, y, … in whole units of the pad. */
export type Stroke = readonly number[];

export type SentLine = {
  readonly pickLineId: string;
  readonly product: string;
  readonly specification: string;
  readonly lot: string;
  readonly expiresOn: string;
  readonly unit: string;
  readonly sent: string;
};
export type Sent = {
  readonly deliveryId: string;
  readonly noteNumber: string;
  readonly orderNumber: string;
  readonly customer: string;
  readonly address: string;
  readonly lines: readonly SentLine[];
};

export type ToldLine = {
  readonly pickLineId: string;
  readonly received: string;
  readonly reason: string | null;
};
export type Told = {
  readonly outcome: string;
  readonly reason: string | null;
  /** UTC with milliseconds: 2026-11-22T01:00:00.000Z. */
  readonly arrivedAt: string;
  readonly receiver: string | null;
  readonly onBehalf: string | null;
  readonly lines: readonly ToldLine[];
  readonly temperatures: readonly { readonly boxId: string; readonly celsius: string | null }[];
};

/**
 * The document of a delivery: what was sent, and what the receiver says of it.
 *
 * Quantities and temperatures are decimal text; lines that are not told of were received as the outcome says. Absent
 * facts are null, lists are in the order of their ids.
 */
export function receiptDocument(sent: Sent, told: Told): JsonObject {
  const answers = new Map(told.lines.map((line) => [line.pickLineId, line]));
  return {
    kind: KIND,
    version: VERSION,
    deliveryId: sent.deliveryId,
    noteNumber: sent.noteNumber,
    orderNumber: sent.orderNumber,
    customer: sent.customer,
    address: sent.address,
    outcome: told.outcome,
    reason: told.reason,
    arrivedAt: told.arrivedAt,
    receiver: told.receiver,
    onBehalf: told.onBehalf,
    lines: inOrder(sent.lines, (line) => line.pickLineId).map((line) =>
      receivedLine(line, answers.get(line.pickLineId), told.outcome),
    ),
    temperatures: inOrder(told.temperatures, (box) => box.boxId).map((box) => ({
      boxId: box.boxId,
      celsius: box.celsius === null ? null : plainNumber(box.celsius),
    })),
  };
}

/** A decimal as people write it: without needless zeros or sign: "5.000" is "5", "-0.0" is "0". */
export function plainNumber(written: string): string {
  const negative = written.startsWith("-");
  const [before = "", after = ""] = written.replace(/^[-+]+/, "").split(".", 2);
  const whole = before.replace(/^0+/, "") || "0";
  const fraction = after.replace(/0+$/, "");
  const number = fraction === "" ? whole : `${whole}.${fraction}`;
  return negative && number !== "0" ? `-${number}` : number;
}

/** Whether drawn strokes can be a signature. */
export function ink(strokes: readonly Stroke[]): Ink {
  const values = strokes.reduce((count, stroke) => count + stroke.length, 0);
  if (strokes.length > STROKES_MAX || values > 2 * POINTS_MAX) return "too_much";
  if (!strokes.every((stroke) => stroke.length % 2 === 0 && stroke.every(isOnPad))) return "malformed";
  const drawn = strokes.filter((stroke) => stroke.length > 0);
  if (drawn.length === 0) return "empty";
  const length = drawn.reduce((sum, stroke) => sum + strokeLength(stroke), 0);
  const isStroke = drawn.some((stroke) => extent(stroke) > STROKE_EXTENT_MIN);
  return length >= INK_LENGTH_MIN && isStroke ? "ok" : "dots";
}

function receivedLine(line: SentLine, answer: ToldLine | undefined, outcome: string): JsonObject {
  const sent = plainNumber(line.sent);
  const untold = outcome === "refused" || outcome === "not_delivered" ? "0" : sent;
  return {
    pickLineId: line.pickLineId,
    product: line.product,
    specification: line.specification,
    lot: line.lot,
    expiresOn: line.expiresOn,
    unit: line.unit,
    sent,
    received: answer === undefined ? untold : plainNumber(answer.received),
    reason: answer === undefined ? null : answer.reason,
  };
}

function isOnPad(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= INK_MAX;
}

function extent(stroke: Stroke): number {
  const across = stroke.filter((_, at) => at % 2 === 0);
  const down = stroke.filter((_, at) => at % 2 === 1);
  return Math.max(Math.max(...across) - Math.min(...across), Math.max(...down) - Math.min(...down));
}

/** The longer of both ways of each step, added up: whole numbers, so that both tongues agree. */
function strokeLength(stroke: Stroke): number {
  return stroke.reduce((sum, value, at) => {
    if (at < 2 || at % 2 === 0) return sum;
    const [x0 = 0, y0 = 0, x1 = 0] = stroke.slice(at - 3, at);
    return sum + Math.max(Math.abs(x1 - x0), Math.abs(value - y0));
  }, 0);
}

function inOrder<T>(items: readonly T[], id: (item: T) => string): readonly T[] {
  return [...items].sort((one, other) => (id(one) < id(other) ? -1 : id(one) > id(other) ? 1 : 0));
}
