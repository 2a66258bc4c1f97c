/**
 * Reading over HTTP. Pages never write here (they enqueue); named mutations are for commands that may not wait.
 *
 * No normalising cache: writes go through the queue and live nudges tell a page to ask again, so all that is needed is
 * the last answer of each question and the time it was given.
 */
import type { Document } from "./document";

const TIMEOUT_MS = 20_000;

export interface Failure {
  /**
   * offline: no answer. captive: somebody else answered in our server's place. signedOut: the session has ended.
   * refused: the request as such was not accepted. broken: an incident on the server's side.
   */
  readonly kind: "offline" | "captive" | "signedOut" | "refused" | "broken";
  readonly message: string;
  readonly incident: string | null;
}

export type Answer<Data> =
  | { readonly ok: true; readonly data: Data; readonly at: string }
  | { readonly ok: false; readonly failure: Failure };

/** What the client needs from the session: a token, and a fresh one when the old is not accepted. */
export interface Credentials {
  token(): Promise<string | null>;
  refresh(): Promise<string | null>;
}

export interface FailureWords {
  readonly offline: () => string;
  readonly captive: () => string;
  readonly signedOut: () => string;
  readonly broken: () => string;
}

export interface GraphQLClient {
  ask<Data, Variables>(
    document: Document<Data, Variables>,
    variables: Variables,
    signal?: AbortSignal,
  ): Promise<Answer<Data>>;
}

export function graphQLClient(
  credentials: Credentials,
  words: FailureWords,
  fetcher: typeof fetch = (input, init) => fetch(input, init),
): GraphQLClient {
  const post = async (body: string, token: string | null, signal: AbortSignal): Promise<Response> =>
    await fetcher("/graphql", {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        Accept: "application/graphql-response+json, application/json",
        "X-Lotline": "1",
        ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
      },
      body,
      signal,
    });

  return {
    async ask(document, variables, signal) {
      const either = abortedByEither(signal, TIMEOUT_MS);
      const body = JSON.stringify({ query: document.text, operationName: document.name, variables });
      try {
        let answer = await post(body, await credentials.token(), either);
        if (answer.status === 401) {
          const fresh = await credentials.refresh();
          if (fresh === null) return failed("signedOut", words.signedOut());
          answer = await post(body, fresh, either);
          if (answer.status === 401) return failed("signedOut", words.signedOut());
        }
        return await understood(document, answer, words);
      } catch {
        return failed("offline", words.offline());
      }
    },
  };
}

async function understood<Data, Variables>(
  document: Document<Data, Variables>,
  answer: Response,
  words: FailureWords,
): Promise<Answer<Data>> {
  if (!/\bjson\b/.test(answer.headers.get("content-type") ?? "")) {
    return answer.status >= 500 ? failed("broken", words.broken()) : failed("captive", words.captive());
  }
  const body: unknown = await answer.json();
  if (isAnswerTo(document, body)) return { ok: true, data: body.data, at: new Date().toISOString() };
  const { message, incident } = firstProblem(body);
  return failed(
    answer.status >= 400 && answer.status < 500 ? "refused" : "broken",
    message ?? words.broken(),
    incident,
  );
}

/**
 * The one place where a server's answer is taken at its word: the document was checked against its schema when this
 * app was built. Partial answers are not taken: a field that may fail alone is nullable in its own right.
 */
export function isAnswerTo<Data, Variables>(
  _document: Document<Data, Variables>,
  body: unknown,
): body is { data: Data } {
  return (
    typeof body === "object" &&
    body !== null &&
    "data" in body &&
    typeof body.data === "object" &&
    body.data !== null &&
    !("errors" in body && Array.isArray(body.errors) && body.errors.length > 0)
  );
}

function firstProblem(body: unknown): { message: string | null; incident: string | null } {
  const errors: unknown = typeof body === "object" && body !== null && "errors" in body ? body.errors : [];
  const first: unknown = Array.isArray(errors) ? errors[0] : null;
  if (typeof first !== "object" || first === null) return { message: null, incident: null };
  const message = "message" in first && typeof first.message === "string" ? first.message : null;
  const extensions: unknown = "extensions" in first ? first.extensions : null;
  const incident =
    typeof extensions === "object" && extensions !== null && "incident" in extensions
      ? extensions.incident
      : null;
  return { message, incident: typeof incident === "string" ? incident : null };
}

/** AbortSignal.any is too young for the phones in the warehouse. */
function abortedByEither(signal: AbortSignal | undefined, timeoutMs: number): AbortSignal {
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  const timer = setTimeout(abort, timeoutMs);
  controller.signal.addEventListener("abort", () => clearTimeout(timer), { once: true });
  if (signal?.aborted === true) abort();
  signal?.addEventListener("abort", abort, { once: true });
  return controller.signal;
}

function failed(
  kind: Failure["kind"],
  message: string,
  incident: string | null = null,
): { readonly ok: false; readonly failure: Failure } {
  return { ok: false, failure: { kind, message, incident } };
}
