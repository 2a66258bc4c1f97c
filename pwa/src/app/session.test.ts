import { afterEach, beforeEach, expect, test } from "vitest";
import { speak } from "@/i18n";
import { forget } from "@/platform/memory";
import { authClient } from "./authClient";
import { nextAddress } from "./routes";
import { sessionKeeper } from "./session";

const PERSON = {
  userId: "u1",
  name: "沈雨桐",
  language: "zh-CN",
  rights: ["sales.read"],
  homes: ["sales"],
  kind: "staff",
};
const grant = (accessToken: string, person: object = PERSON): Response =>
  Response.json({ accessToken, expiresIn: 600, session: person });
const refusal = (name: string): Response =>
  Response.json({ refusal: name, message: "账号或密码不对" }, { status: 401 });
const HOUR = 3_600_000;

function door(answers: (Response | "no network")[]) {
  const asked: string[] = [];
  const fetcher: typeof fetch = async (input, init) => {
    asked.push(`${String(input)} ${new Headers(init?.headers).get("X-Lotline")} ${String(init?.body)}`);
    const answer = answers.shift();
    if (answer === undefined || answer === "no network") throw new TypeError("failed to fetch");
    return answer;
  };
  return { asked, auth: authClient(fetcher) };
}
const clockAt = { now: 0 };
const now = (): number => clockAt.now;

beforeEach(() => {
  clockAt.now = Date.parse("2026-11-22T01:41:00Z");
});
afterEach(() => forget("person"));

test("the door is told the language of the page, so that it refuses in it", async () => {
  const spoken: (string | null)[] = [];
  const auth = authClient(async (_input, init) => {
    spoken.push(new Headers(init?.headers).get("Accept-Language"));
    return refusal("NOT_SIGNED_IN");
  });
  await auth.signIn("lina", "wrong");
  await speak("en");
  await auth.signIn("lina", "wrong");
  await speak("zh-CN");
  expect(spoken).toEqual(["zh-CN", "en"]);
});

test("signing in gives the person and a token that is not asked for again while it is fresh", async () => {
  const { asked, auth } = door([grant("t1")]);
  const session = sessionKeeper(auth, now);
  expect(await session.signIn("shen", "secret")).toBe("signed in");
  expect([session.person.value?.name, session.confirmed.value, await session.token()]).toEqual([
    "沈雨桐",
    true,
    "t1",
  ]);
  expect(asked).toEqual(['/auth/sign-in 1 {"user":"shen","password":"secret"}']);
});

test("nothing secret is kept on the phone", async () => {
  const { auth } = door([grant("t1")]);
  await sessionKeeper(auth, now).signIn("shen", "secret");
  const kept = JSON.stringify({ ...localStorage });
  expect(kept).toContain("沈雨桐");
  expect(kept).not.toMatch(/t1|secret/);
});

test("a refused sign-in says so in the server's words and signs nobody in", async () => {
  const { auth } = door([refusal("WrongPassword")]);
  const session = sessionKeeper(auth, now);
  expect(await session.signIn("shen", "x")).toEqual({ refusal: "WrongPassword", message: "账号或密码不对" });
  expect([session.person.value, session.confirmed.value]).toEqual([null, false]);
});

test.each([
  ["no network", "no network" as const],
  ["a portal's page", new Response("<html>", { headers: { "Content-Type": "text/html" } })],
  ["an answer of another shape", Response.json({ accessToken: 7 })],
  ["a server in trouble", Response.json({ refusal: "x", message: "y" }, { status: 503 })],
])("%s is no refusal", async (_name, answer) => {
  const { auth } = door([answer]);
  expect(await sessionKeeper(auth, now).signIn("shen", "x")).toBe("offline");
});

test("a token near its end is refreshed, once for all who wait", async () => {
  const { asked, auth } = door([grant("t1"), grant("t2")]);
  const session = sessionKeeper(auth, now);
  await session.signIn("shen", "secret");
  clockAt.now += 580_000;
  expect(await Promise.all([session.token(), session.token(), session.token()])).toEqual(["t2", "t2", "t2"]);
  expect(asked.filter((one) => one.startsWith("/auth/refresh"))).toHaveLength(1);
});

test("without network the person last seen here may go on for 72 h, not longer", async () => {
  await sessionKeeper(door([grant("t1")]).auth, now).signIn("shen", "secret");

  clockAt.now += 71 * HOUR;
  const later = sessionKeeper(door(["no network"]).auth, now);
  await later.resume();
  expect([later.person.value?.name, later.confirmed.value]).toEqual(["沈雨桐", false]);

  clockAt.now += 2 * HOUR;
  const tooLate = sessionKeeper(door(["no network"]).auth, now);
  await tooLate.resume();
  expect(tooLate.person.value).toBeNull();
});

test("in the warehouse it is 24 h", async () => {
  const keeper = { ...PERSON, homes: ["sales", "warehouse"] };
  await sessionKeeper(door([grant("t1", keeper)]).auth, now).signIn("shen", "secret");
  clockAt.now += 25 * HOUR;
  const later = sessionKeeper(door(["no network"]).auth, now);
  await later.resume();
  expect(later.person.value).toBeNull();
});

test("a session that the server ended is not resumed from the phone", async () => {
  await sessionKeeper(door([grant("t1")]).auth, now).signIn("shen", "secret");
  const later = sessionKeeper(door([refusal("SessionEnded"), "no network"]).auth, now);
  await later.resume();
  expect(later.person.value).toBeNull();

  const evenLater = sessionKeeper(door(["no network"]).auth, now);
  await evenLater.resume();
  expect(evenLater.person.value).toBeNull();
});

test("signing out forgets the person even without network", async () => {
  const session = sessionKeeper(door([grant("t1"), "no network"]).auth, now);
  await session.signIn("shen", "secret");
  await session.signOut();
  expect([session.person.value, localStorage.getItem("person")]).toEqual([null, null]);
});

test("a proof is asked for with the meaning and the digest", async () => {
  const { asked, auth } = door([grant("t1"), Response.json({ proof: "p1" })]);
  const session = sessionKeeper(auth, now);
  await session.signIn("shen", "secret");
  const proof = await session.reauthenticate({ secret: { pin: "123456" }, meaning: "recheck", digest: "ab" });
  expect(proof).toEqual({ proof: "p1" });
  expect(asked[1]).toBe('/auth/reauthenticate 1 {"pin":"123456","meaning":"recheck","digest":"ab"}');
});

test.each([
  ["/orders/1?x=2", "/orders/1?x=2"],
  ["//evil.example", "/"],
  ["/\\evil.example", "/"],
  ["https://evil.example", "/"],
  [["/a", "/b"], "/"],
  [undefined, "/"],
])("after signing in, %j leads to %s", (wanted, expected) => {
  expect(nextAddress(wanted)).toBe(expected);
});
