import { expect, test } from "vitest";
import { graphQLClient, type Credentials } from "./client";
import type { Document } from "./document";

const DOCUMENT: Document<{ me: string }, Record<string, never>> = {
  kind: "query",
  name: "Me",
  text: "query Me { me }",
};
const WORDS = {
  offline: () => "offline words",
  captive: () => "captive words",
  signedOut: () => "signed out words",
  broken: () => "broken words",
};

interface Sent {
  readonly authorization: string | null;
  readonly body: string;
}

/** A server that answers in the given order and keeps what it was sent. */
function server(answers: readonly (Response | Error)[]) {
  const sent: Sent[] = [];
  const left = [...answers];
  const fetcher: typeof fetch = async (_input, init) => {
    sent.push({ authorization: new Headers(init?.headers).get("Authorization"), body: String(init?.body) });
    const answer = left.shift();
    if (answer === undefined || answer instanceof Error)
      throw answer ?? new TypeError("nothing more to answer");
    return answer;
  };
  return { sent, fetcher };
}
function credentials(fresh: string | null = "fresh"): Credentials & { refreshed: number } {
  const own = {
    refreshed: 0,
    token: async () => "old",
    refresh: async () => {
      own.refreshed += 1;
      return fresh;
    },
  };
  return own;
}
const json = (body: unknown, status = 200): Response =>
  new Response(JSON.stringify(body), {
    status,
    headers: { "Content-Type": "application/json; charset=utf-8" },
  });
/** A refused read: status 200, and the refusal's name. */
const told = (code: string, message: string, more: object = {}): Response =>
  json({ data: null, errors: [{ message, extensions: { code, ...more } }] });
const html = (status: number): Response =>
  new Response("<html>login</html>", { status, headers: { "Content-Type": "text/html" } });

test("sends the document as it is written, with the token", async () => {
  const { sent, fetcher } = server([json({ data: { me: "Shen" } })]);
  const answer = await graphQLClient(credentials(), WORDS, fetcher).ask(DOCUMENT, {});
  expect(answer).toMatchObject({ ok: true, data: { me: "Shen" } });
  expect(sent).toEqual([
    { authorization: "Bearer old", body: '{"query":"query Me { me }","operationName":"Me","variables":{}}' },
  ]);
});

test("refreshes once after 401 and asks again with the new token", async () => {
  const { sent, fetcher } = server([json({}, 401), json({ data: { me: "Shen" } })]);
  const own = credentials();
  const answer = await graphQLClient(own, WORDS, fetcher).ask(DOCUMENT, {});
  expect(answer).toMatchObject({ ok: true });
  expect([own.refreshed, sent.map(({ authorization }) => authorization)]).toEqual([
    1,
    ["Bearer old", "Bearer fresh"],
  ]);
});

test("a second 401 ends it: no third request", async () => {
  const { sent, fetcher } = server([json({}, 401), json({}, 401), json({ data: { me: "never" } })]);
  const answer = await graphQLClient(credentials(), WORDS, fetcher).ask(DOCUMENT, {});
  expect(answer).toEqual({
    ok: false,
    failure: { kind: "signedOut", message: "signed out words", incident: null },
  });
  expect(sent).toHaveLength(2);
});

test("without a fresh token nothing is asked again", async () => {
  const { sent, fetcher } = server([json({}, 401)]);
  const answer = await graphQLClient(credentials(null), WORDS, fetcher).ask(DOCUMENT, {});
  expect([answer.ok, sent.length]).toEqual([false, 1]);
});

test.each([
  ["a portal's page with status 200", html(200), "captive", "captive words", null],
  ["a proxy's page with status 502", html(502), "broken", "broken words", null],
  ["no network", new TypeError("failed to fetch"), "offline", "offline words", null],
  [
    "JSON that is not JSON",
    new Response("{", { headers: { "Content-Type": "application/json" } }),
    "offline",
    "offline words",
    null,
  ],
  ["null in place of data", json({ data: null }), "broken", "broken words", null],
  [
    "a masked incident",
    json({ data: null, errors: [{ message: "事件 7F3K", extensions: { incident: "7F3K" } }] }),
    "broken",
    "事件 7F3K",
    "7F3K",
  ],
  [
    "data with errors beside it",
    json({ data: { me: "half" }, errors: [{ message: "lost" }] }),
    "broken",
    "lost",
    null,
  ],
  [
    "a document the server does not take",
    json({ errors: [{ message: "too deep" }] }, 400),
    "refused",
    "too deep",
    null,
  ],
  ["what is not there, or not for them", told("NotFound", "没有找到"), "missing", "没有找到", null],
  ["a right that they lack", told("NotAllowed", "没有权限"), "missing", "没有权限", null],
  ["a rule that says no", told("ColumnsMissing", "缺少必填列"), "refused", "缺少必填列", null],
  [
    "a rule that may say yes later",
    told("AttachmentNotReady", "还没传完", { again: true }),
    "busy",
    "还没传完",
    null,
  ],
  ["too many questions in a minute", json({ errors: [{ message: "slowly" }] }, 429), "busy", "slowly", null],
  ["a field for the signed-in", told("UNAUTHENTICATED", "Sign in"), "signedOut", "signed out words", null],
  ["an input of ours that is none", told("INPUT_NOT_VALID", "odd"), "broken", "odd", null],
  ["an array", json([1]), "broken", "broken words", null],
])("%s is told apart", async (_name, reply, kind, message, incident) => {
  const { fetcher } = server([reply]);
  const answer = await graphQLClient(credentials(), WORDS, fetcher).ask(DOCUMENT, {});
  expect(answer).toEqual({ ok: false, failure: { kind, message, incident } });
});
