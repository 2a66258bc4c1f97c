/**
 * What came back from the server, if it was the server at all.
 *
 * Only an answer of ours, word by word, moves anything in the queue: a captive portal's page with status 200, half a
 * JSON text or a proxy's 502 is no answer, however friendly it looks.
 */

import { isObject, parsedJson } from "./digest";
import { readOutcome, type Outcome } from "./outcome";

/** As fetched: the body as text, headers as they came. Null stands for no network, a time-out, a broken line. */
export type HttpAnswer = {
  readonly status: number;
  readonly body: string;
  readonly retryAfter: string | null;
};

export type Receipt =
  | { readonly custody: "held" }
  | { readonly custody: "gap"; readonly expected: number }
  | { readonly custody: "fork"; readonly sequence: number }
  | { readonly custody: "notTaken"; readonly problem: string };

/**
 * For the envelope whose text has this digest: a server that never saw the text can't name it. `outcome` is null when
 * none is known yet, and "unforeseen" when this app does not know the word.
 */
export type Answer = {
  readonly digest: string;
  readonly receipt: Receipt;
  readonly outcome: Outcome | "unforeseen" | null;
};

export type Reply =
  | {
      readonly kind: "reply";
      readonly epoch: string;
      readonly serverTime: number;
      readonly answers: readonly Answer[];
    }
  | { readonly kind: "unauthenticated" }
  | {
      readonly kind: "noAnswer";
      readonly retryAfterMs: number | null;
      readonly unforeseen: boolean;
    };

const UNAUTHENTICATED = 401;

/**
 * Reads the answer to `mutation replay`: `{data: {replay: [{digest, custody, expected, problem, outcome}]},
 * extensions: {epoch, serverTime}}`. Fields that this app does not know are passed over. `now` is only for a
 * Retry-After that states a date.
 */
export function readReply(http: HttpAnswer | null, now: number): Reply {
  if (http === null) return { kind: "noAnswer", retryAfterMs: null, unforeseen: false };
  if (http.status === UNAUTHENTICATED) return { kind: "unauthenticated" };
  const none: Reply = {
    kind: "noAnswer",
    retryAfterMs: retryAfterMs(http.retryAfter, now),
    unforeseen: false,
  };
  const said = parsedJson(http.body);
  if (http.status >= 500 || !isObject(said)) return none;
  if (hasErrors(said))
    return isUnauthenticated(said) ? { kind: "unauthenticated" } : { ...none, unforeseen: true };
  return (http.status === 200 ? readData(said) : null) ?? none;
}

function readData(said: { readonly [key: string]: unknown }): Reply | null {
  const { data, extensions } = said;
  if (!isObject(data) || !isObject(extensions) || !Array.isArray(data["replay"])) return null;
  const { epoch, serverTime: time } = extensions;
  const serverTime = typeof time === "string" ? Date.parse(time) : Number.NaN;
  if (typeof epoch !== "string" || Number.isNaN(serverTime)) return null;
  return {
    kind: "reply",
    epoch,
    serverTime,
    answers: data["replay"].flatMap((one) => readAnswer(one)),
  };
}

/** An answer that can't be read is left out: its envelope counts as not answered. */
function readAnswer(said: unknown): readonly Answer[] {
  if (!isObject(said)) return [];
  const digest = said["digest"];
  const receipt = readReceipt(said);
  if (typeof digest !== "string" || receipt === null) return [];
  const outcome = said["outcome"] === null ? null : (readOutcome(said["outcome"]) ?? "unforeseen");
  return [{ digest, receipt, outcome }];
}

function readReceipt(said: { readonly [key: string]: unknown }): Receipt | null {
  const { custody, expected, problem } = said;
  const place =
    typeof expected === "number" && Number.isSafeInteger(expected) && expected > 0 ? expected : null;
  if (custody === "held") return { custody };
  if (custody === "gap" && place !== null) return { custody, expected: place };
  if (custody === "fork" && place !== null) return { custody, sequence: place };
  if (custody === "notTaken" && typeof problem === "string") return { custody, problem };
  return null;
}

function hasErrors(said: { readonly [key: string]: unknown }): boolean {
  return Array.isArray(said["errors"]) && said["errors"].length > 0;
}

function isUnauthenticated(said: { readonly [key: string]: unknown }): boolean {
  const errors: unknown = said["errors"];
  return (
    Array.isArray(errors) &&
    errors.some(
      (error) =>
        isObject(error) && isObject(error["extensions"]) && error["extensions"]["code"] === "UNAUTHENTICATED",
    )
  );
}

/** Seconds or a date. Source: RFC 9110 section 10.2.3. */
function retryAfterMs(header: string | null, now: number): number | null {
  if (header === null) return null;
  if (/^[0-9]{1,9}$/.test(header.trim())) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
