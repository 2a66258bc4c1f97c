import { describe, expect, test } from "vitest";
import { readReply, type HttpAnswer } from "./reply";

const NOW = Date.parse("2026-03-01T08:00:00Z");
const NONE = { kind: "noAnswer", retryAfterMs: null, unforeseen: false };

function http(status: number, body: unknown, retryAfter: string | null = null): HttpAnswer {
  return {
    status,
    body: typeof body === "string" ? body : JSON.stringify(body),
    retryAfter,
  };
}

function said(
  replay: unknown,
  extensions: unknown = { epoch: "e1", serverTime: "2026-03-01T08:00:01.000Z" },
) {
  return { data: { replay }, extensions };
}

const HELD = {
  digest: "d",
  custody: "held",
  expected: null,
  problem: null,
  outcome: null,
};

test("an answer of ours is read, and fields that this app does not know are passed over", () => {
  const outcome = {
    kind: "applied",
    result: { number: "SO-2026-0001" },
    colour: "green",
  };

  expect(readReply(http(200, said([{ ...HELD, outcome, __typename: "Outcome" }])), NOW)).toEqual({
    kind: "reply",
    epoch: "e1",
    serverTime: NOW + 1_000,
    answers: [
      {
        digest: "d",
        receipt: { custody: "held" },
        outcome: { kind: "applied", result: { number: "SO-2026-0001" } },
      },
    ],
  });
});

test("each receipt is read", () => {
  const all = [
    { ...HELD, custody: "gap", expected: 7 },
    { ...HELD, custody: "fork", expected: 3 },
    { ...HELD, custody: "notTaken", problem: "FieldRefused:name" },
    { ...HELD, outcome: { kind: "postponed" } },
  ];
  const reply = readReply(http(200, said(all)), NOW);

  expect(
    reply.kind === "reply" ? reply.answers.map(({ receipt, outcome }) => [receipt, outcome]) : [],
  ).toEqual([
    [{ custody: "gap", expected: 7 }, null],
    [{ custody: "fork", sequence: 3 }, null],
    [{ custody: "notTaken", problem: "FieldRefused:name" }, null],
    [{ custody: "held" }, "unforeseen"],
  ]);
});

describe("an answer for one envelope that can't be read is left out", () => {
  test.each([
    null,
    "held",
    { ...HELD, digest: 7 },
    { ...HELD, custody: "kept" },
    { ...HELD, custody: "gap" },
    { ...HELD, custody: "gap", expected: 1.5 },
    { ...HELD, custody: "gap", expected: -1 },
    { ...HELD, custody: "notTaken" },
  ])("%j", (one) => {
    expect(readReply(http(200, said([one, HELD])), NOW)).toEqual({
      kind: "reply",
      epoch: "e1",
      serverTime: NOW + 1_000,
      answers: [{ digest: "d", receipt: { custody: "held" }, outcome: null }],
    });
  });
});

describe("what is no answer of ours acknowledges nothing", () => {
  test.each<[string, HttpAnswer | null]>([
    ["no network", null],
    [
      "a captive portal's page with status 200",
      http(200, "<!DOCTYPE html><html><body>请登录 Wi-Fi</body></html>"),
    ],
    ["half a JSON text", http(200, JSON.stringify(said([HELD])).slice(0, -9))],
    ["an empty body", http(200, "")],
    ["JSON of somebody else", http(200, { success: true, data: [] })],
    ["JSON null", http(200, "null")],
    ["our answer without an epoch", http(200, { data: { replay: [HELD] } })],
    ["our answer without a time", http(200, said([HELD], { epoch: "e1", serverTime: "soon" }))],
    ["a proxy's 502", http(502, "<html>Bad Gateway</html>")],
    ["a 502 with an answer that looks like ours", http(502, said([HELD]))],
    ["a 302 with an answer that looks like ours", http(302, said([HELD]))],
    ["a captive network that says so", http(511, "")],
    ["a list that is none", http(200, said({ 0: HELD }))],
  ])("%s", (_, answer) => {
    expect(readReply(answer, NOW)).toEqual(NONE);
  });
});

test("nobody signed in, by status or by GraphQL code", () => {
  const errors = [{ message: "", extensions: { code: "UNAUTHENTICATED" } }];

  expect(readReply(http(401, ""), NOW)).toEqual({ kind: "unauthenticated" });
  expect(readReply(http(200, { data: null, errors }), NOW)).toEqual({
    kind: "unauthenticated",
  });
});

test.each([200, 400])("GraphQL errors that nobody foresaw, with status %i", (status) => {
  expect(
    readReply(
      http(status, {
        data: null,
        errors: [{ message: "Cannot query field" }],
      }),
      NOW,
    ),
  ).toEqual({
    ...NONE,
    unforeseen: true,
  });
});

test.each([
  ["30", 30_000],
  ["Sun, 01 Mar 2026 08:02:00 GMT", 120_000],
  ["Sun, 01 Mar 2026 07:00:00 GMT", 0],
  ["soon", null],
])("Retry-After %s", (retryAfter, retryAfterMs) => {
  expect(readReply(http(503, "", retryAfter), NOW)).toEqual({
    ...NONE,
    retryAfterMs,
  });
});
