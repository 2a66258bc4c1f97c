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
   * missing: not there, or not for this person. refused: a rule says no, and would again. busy: it may pass when asked
   * again. broken: an incident on the server's side.
   */
  readonly kind: "offline" | "captive" | "signedOut" | "missing" | "refused" | "busy" | "broken";
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
  const problem = firstProblem(body);
  const kind = kindOf(answer.status, problem);
  const message = kind === "signedOut" ? words.signedOut() : problem.message;
  return failed(kind, message ?? words.broken(), problem.incident);
}

interface Problem {
  readonly message: string | null;
  readonly code: string | null;
  readonly incident: string | null;
  /** The server says that it may pass later. */
  readonly again: boolean;
}

const LATER: ReadonlySet<number> = new Set([408, 425, 429]);
const BUGS: ReadonlySet<string> = new Set(["INCIDENT", "INPUT_NOT_VALID"]);
const NOT_FOR_YOU: ReadonlySet<string> = new Set(["NotFound", "NotAllowed"]);

/** A read has no union to say a refusal in: it comes as an error with the refusal's name, and status 200. */
function kindOf(status: number, { code, incident, again }: Problem): Failure["kind"] {
  if (LATER.has(status)) return "busy";
  if (status >= 400 && status < 500) return "refused";
  if (status >= 500 || code === null || incident !== null || BUGS.has(code)) return "broken";
  if (code === "UNAUTHENTICATED") return "signedOut";
  if (NOT_FOR_YOU.has(code)) return "missing";
  return again ? "busy" : "refused";
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

function firstProblem(body: unknown): Problem {
  const errors: unknown = fieldOf(body, "errors");
  const first: unknown = Array.isArray(errors) ? errors[0] : null;
  const extensions = fieldOf(first, "extensions");
  return {
    message: textOf(first, "message"),
    code: textOf(extensions, "code"),
    incident: textOf(extensions, "incident"),
    again: fieldOf(extensions, "again") === true,
  };
}

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? Reflect.get(value, name) : null;

function textOf(value: unknown, name: string): string | null {
  const found = fieldOf(value, name);
  return typeof found === "string" ? found : null;
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
