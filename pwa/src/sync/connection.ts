/**
 * What the sender needs of the network, for pages and the service worker alike: a token, and our server's answer word by
 * word. Whatever else comes back (no network, a time-out, a portal's page) is told apart in @offline/reply.
 */
import { isObject, parsedJson } from "@offline/digest";
import type { HttpAnswer } from "@offline/reply";
import { SEND_TIMEOUT_MS } from "@offline/sending";
import type { SignedEnvelope } from "@offline/signature";
import { EnrolDeviceDocument } from "./enrolDevice.graphql";
import { ReplayDocument } from "./replay.graphql";

export interface Connection {
  /** Null when nobody is signed in, or it cannot be known. */
  readonly token: () => Promise<string | null>;
  /** After a 401: a fresh one, or null when the session has ended. */
  readonly refresh: () => Promise<string | null>;
  readonly fetcher: typeof fetch;
}

export const replay = (
  connection: Connection,
  envelopes: readonly SignedEnvelope[],
): Promise<HttpAnswer | null> =>
  posted(connection, {
    query: ReplayDocument.text,
    operationName: ReplayDocument.name,
    variables: { envelopes },
  });

export const enrol = (
  connection: Connection,
  input: { readonly deviceId: string; readonly name: string; readonly publicKey: string },
): Promise<HttpAnswer | null> =>
  posted(connection, {
    query: EnrolDeviceDocument.text,
    operationName: EnrolDeviceDocument.name,
    // The device's own id makes the enrolment repeatable: the same command, the same answer.
    variables: { commandId: input.deviceId, input },
  });

/**
 * POST /sync/custody: kept by the server, to be given effect later or decided in the office. Shown as an answer of
 * `replay` without outcomes, so the queue reads both alike. Needs no session.
 */
export async function handIn(
  fetcher: typeof fetch,
  envelopes: readonly SignedEnvelope[],
): Promise<HttpAnswer | null> {
  try {
    const answer = await fetcher("/sync/custody", {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Lotline": "1" },
      body: JSON.stringify({ envelopes }),
      signal: AbortSignal.timeout(SEND_TIMEOUT_MS),
    });
    const said = parsedJson(await answer.text());
    const receipts = isObject(said) && Array.isArray(said["receipts"]) ? said["receipts"] : null;
    if (!isObject(said) || receipts === null) return null;
    const { epoch, serverTime } = said;
    const replay = receipts.map((receipt: unknown) =>
      isObject(receipt) ? { ...receipt, outcome: null } : receipt,
    );
    const body = JSON.stringify({ data: { replay }, extensions: { epoch, serverTime } });
    return { status: answer.status, body, retryAfter: answer.headers.get("retry-after") };
  } catch {
    return null;
  }
}

/** With the session's token, and once more with a fresh one; 401 stays 401 when there is none. */
export async function withToken(
  connection: Connection,
  ask: (token: string) => Promise<Response>,
): Promise<Response | "signedOut" | null> {
  try {
    const token = await connection.token();
    if (token === null) return "signedOut";
    const answer = await ask(token);
    if (answer.status !== 401) return answer;
    const fresh = await connection.refresh();
    return fresh === null ? "signedOut" : await ask(fresh);
  } catch {
    return null;
  }
}

async function posted(connection: Connection, body: object): Promise<HttpAnswer | null> {
  const answer = await withToken(connection, (token) =>
    connection.fetcher("/graphql", {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Lotline": "1", Authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(SEND_TIMEOUT_MS),
    }),
  );
  if (answer === null) return null;
  if (answer === "signedOut") return { status: 401, body: "", retryAfter: null };
  try {
    const text = await answer.text();
    return { status: answer.status, body: text, retryAfter: answer.headers.get("retry-after") };
  } catch {
    return null; // Half an answer is none.
  }
}
