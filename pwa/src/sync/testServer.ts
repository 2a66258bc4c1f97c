/** A server for tests of the sender: the reference protocol behind HTTP, with the faults of a real network on demand. */
import { isObject, parsedJson } from "@offline/digest";
import type { Envelope } from "@offline/envelope";
import type { Outcome } from "@offline/outcome";
import { referenceServer, type Held, type ReferenceServer } from "@offline/referenceServer";
import { sha256, verifier } from "@offline/testPhone";
import type { SignedEnvelope } from "@offline/signature";

/** What happens to the next request to that path, once each; "lost": the server did it, the answer never came. */
export type Fault = "no network" | "lost" | "half" | (() => Response);

export interface TestServer {
  readonly fetcher: typeof fetch;
  readonly asked: string[];
  readonly faults: Map<string, Fault[]>;
  readonly effects: Envelope[];
  readonly kept: Held[];
  readonly files: Map<string, Uint8Array<ArrayBuffer>>;
  epoch: string;
  token: string;
  enrolmentRefused: string | null;
  forgetDevice(): void;
}

export function testServer(
  apply: (envelope: Envelope) => Outcome = () => ({ kind: "applied", result: null }),
): TestServer {
  const devices = new Map<string, ReferenceServer>();
  const server: TestServer = {
    asked: [],
    faults: new Map(),
    effects: [],
    kept: [],
    files: new Map(),
    epoch: "e1",
    token: "t1",
    enrolmentRefused: null,
    forgetDevice: () => devices.clear(),
    fetcher: async (input, init = {}) => {
      const path = String(input);
      const method = init.method ?? "GET";
      const body = typeof init.body === "string" ? init.body : "";
      const what = body.includes("mutation EnrolDevice")
        ? "enrol"
        : body.includes("mutation Replay")
          ? "replay"
          : path;
      server.asked.push(what === path ? `${method} ${path}` : what);
      const fault = server.faults.get(what)?.shift();
      if (fault === "no network") throw new TypeError("failed to fetch");
      if (typeof fault === "function") return fault();
      const answer = await answerTo(what, method, init, parsedJson(body));
      if (fault === "lost") throw new TypeError("connection reset");
      return fault === "half" ? new Response((await answer.text()).slice(0, 40), { status: 200 }) : answer;
    },
  };

  const answerTo = async (
    what: string,
    method: string,
    init: RequestInit,
    said: unknown,
  ): Promise<Response> => {
    if (what === "/sync/custody") return await custody(said);
    if (new Headers(init.headers).get("Authorization") !== `Bearer ${server.token}`) {
      return Response.json({ errors: [{ extensions: { code: "UNAUTHENTICATED" } }] }, { status: 401 });
    }
    if (what === "enrol") return await enrol(variablesOf(said));
    if (what === "replay") return await replay(variablesOf(said));
    return await upload(what, method, init);
  };

  const enrol = async ({ input }: { readonly [key: string]: unknown }): Promise<Response> => {
    if (server.enrolmentRefused !== null) {
      const refused = { __typename: "TooManyDevices", message: server.enrolmentRefused };
      return Response.json({ data: { enrolDevice: refused } });
    }
    const { deviceId, publicKey } = isObject(input) ? input : {};
    if (typeof deviceId !== "string" || typeof publicKey !== "string")
      return new Response(null, { status: 400 });
    const world = {
      device: deviceId,
      sha256,
      verify: await verifier(publicKey),
      apply: (envelope: Envelope): Promise<Outcome> => {
        const outcome = apply(envelope);
        if (outcome.kind === "applied") server.effects.push(envelope);
        return Promise.resolve(outcome);
      },
      physicalFacts: [],
      kept: server.kept,
    };
    if (!devices.has(deviceId)) devices.set(deviceId, referenceServer(world));
    return Response.json({ data: { enrolDevice: { __typename: "DeviceEnrolled", deviceId } } });
  };

  const taken = async (said: unknown) => {
    const envelopes =
      isObject(said) && Array.isArray(said["envelopes"]) ? said["envelopes"].filter(isSealed) : [];
    const answers = [];
    for (const sealed of envelopes) {
      const { deviceId } = deviceOf(sealed);
      const digest = await digestOf(sealed.envelope);
      const receipt = (await devices.get(deviceId)?.take(sealed)) ?? {
        custody: "notTaken",
        problem: "UnknownDevice",
      };
      answers.push({ digest, deviceId, receipt });
    }
    return answers;
  };
  const extensions = () => ({ epoch: server.epoch, serverTime: new Date().toISOString() });

  const replay = async (said: unknown): Promise<Response> => {
    const answers = await taken(said);
    const first = answers[0]?.deviceId ?? "";
    const outcomes = (await devices.get(first)?.effect()) ?? new Map<string, Outcome>();
    const data = answers.map(({ digest, receipt }) => ({
      ...wired(digest, receipt),
      outcome: outcomes.get(digest) ?? null,
    }));
    return Response.json({ data: { replay: data }, extensions: extensions() });
  };
  const custody = async (said: unknown): Promise<Response> => {
    const receipts = (await taken(said)).map(({ digest, receipt }) => wired(digest, receipt));
    return Response.json({ receipts, ...extensions() });
  };

  const upload = async (path: string, method: string, init: RequestInit): Promise<Response> => {
    const there = server.files.get(path);
    if (method === "HEAD") {
      if (there === undefined) return new Response(null, { status: 404 });
      return new Response(null, { status: 204, headers: { "Upload-Offset": String(there.length) } });
    }
    const offset = Number(new Headers(init.headers).get("Upload-Offset"));
    const length = there?.length ?? 0;
    if (offset !== length) {
      return Response.json({}, { status: 409, headers: { "Upload-Offset": String(length) } });
    }
    const part = init.body instanceof ArrayBuffer ? new Uint8Array(init.body) : new Uint8Array();
    const whole = new Uint8Array([...(there ?? []), ...part]);
    server.files.set(path, whole);
    return new Response(null, { status: 204, headers: { "Upload-Offset": String(whole.length) } });
  };
  return server;
}

export const portalPage = (): Response =>
  new Response("<html>请登录无线网络</html>", { headers: { "Content-Type": "text/html" } });

const wired = (digest: string, receipt: object) => ({
  digest,
  custody: "custody" in receipt ? receipt.custody : null,
  expected: "expected" in receipt ? receipt.expected : "sequence" in receipt ? receipt.sequence : null,
  problem: "problem" in receipt ? receipt.problem : null,
});

function variablesOf(said: unknown): { readonly [key: string]: unknown } {
  const variables = isObject(said) ? said["variables"] : null;
  return isObject(variables) ? variables : {};
}

function deviceOf(sealed: SignedEnvelope): { readonly deviceId: string } {
  const said = parsedJson(sealed.envelope);
  const device = isObject(said) ? said["device"] : null;
  return { deviceId: typeof device === "string" ? device : "" };
}

async function digestOf(text: string): Promise<string> {
  const bytes = new Uint8Array(await sha256(new TextEncoder().encode(text)));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function isSealed(said: unknown): said is SignedEnvelope {
  return (
    isObject(said) && typeof said["envelope"] === "string" && typeof said["deviceSignature"] === "string"
  );
}
