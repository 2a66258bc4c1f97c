/**
 * The door /auth: what it is asked and what it may answer. Everything it says is checked before it is believed, a
 * portal's HTML page with status 200 too.
 */
import * as v from "valibot";
import { language, preferredLanguage } from "@/i18n";
import type { AuthRefusal, PasswordCode, Person, Reauthentication } from "@/platform/session";
import { isOurs } from "@/platform/network";

const TIMEOUT_MS = 20_000;

const personSchema = v.object({
  userId: v.string(),
  name: v.string(),
  // The server names a language ("zh"), the app a way of writing it ("zh-CN").
  language: v.pipe(
    v.string(),
    v.transform((tag) => preferredLanguage([tag])),
  ),
  rights: v.array(v.string()),
  homes: v.array(v.string()),
  kind: v.picklist(["staff", "portal"]),
});
const grantSchema = v.object({
  accessToken: v.pipe(v.string(), v.minLength(1)),
  expiresIn: v.pipe(v.number(), v.minValue(1)),
  session: personSchema,
});
const refusalSchema = v.object({ refusal: v.string(), message: v.string() });
const proofSchema = v.object({ proof: v.string() });
const codeSchema = v.object({ code: v.string(), expiresAt: v.string() });
const demoSchema = v.object({
  logins: v.array(
    v.object({ role: v.string(), user: v.string(), password: v.string(), path: v.optional(v.string()) }),
  ),
});

export type Grant = v.InferOutput<typeof grantSchema>;
export type DemoLogin = v.InferOutput<typeof demoSchema>["logins"][number];

/** "offline" also when somebody else answered in our server's place: nothing may be concluded from it. */
export type AuthAnswer<T> =
  | { readonly kind: "granted"; readonly value: T }
  | ({ readonly kind: "refused" } & AuthRefusal)
  | { readonly kind: "offline" };

/** Nobody has signed in on this phone: the server says so without a word. */
const NOBODY: AuthAnswer<never> = { kind: "refused", refusal: "SessionEnded", message: "" };

export interface AuthClient {
  signIn(user: string, password: string): Promise<AuthAnswer<Grant>>;
  refresh(): Promise<AuthAnswer<Grant>>;
  signOut(): Promise<AuthAnswer<null>>;
  reauthenticate(token: string, request: Reauthentication): Promise<AuthAnswer<{ proof: string }>>;
  changePassword(token: string, oldPassword: string, newPassword: string): Promise<AuthAnswer<Grant>>;
  /** For who forgot, or never had one: with the one-time code that an administrator gave out. */
  useCode(user: string, code: string, newPassword: string): Promise<AuthAnswer<Grant>>;
  setPin(token: string, password: string, pin: string): Promise<AuthAnswer<null>>;
  issueCode(token: string, userId: string): Promise<AuthAnswer<PasswordCode>>;
  /** The demo company's logins; none on a real installation. */
  demoLogins(): Promise<readonly DemoLogin[]>;
}

export function authClient(fetcher: typeof fetch = (input, init) => fetch(input, init)): AuthClient {
  const post = async <Schema extends v.GenericSchema>(
    path: string,
    body: unknown,
    schema: Schema,
    token?: string,
  ): Promise<AuthAnswer<v.InferOutput<Schema>>> => {
    try {
      const answer = await fetcher(`/auth/${path}`, {
        method: "POST",
        credentials: "same-origin",
        headers: {
          "Content-Type": "application/json",
          "X-Lotline": "1",
          // Nobody is signed in yet whose account would say it.
          "Accept-Language": language(),
          ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
        },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      return await understood(answer, schema);
    } catch {
      return { kind: "offline" };
    }
  };

  return {
    signIn: (user, password) => post("sign-in", { user, password }, grantSchema),
    async refresh() {
      const answer = await post("refresh", {}, v.nullable(grantSchema));
      if (answer.kind !== "granted") return answer;
      return answer.value === null ? NOBODY : { kind: "granted", value: answer.value };
    },
    async signOut() {
      const answer = await post("sign-out", {}, v.unknown());
      return answer.kind === "granted" ? { kind: "granted", value: null } : answer;
    },
    reauthenticate: (token, { secret, meaning, digest }) =>
      post("reauthenticate", { ...secret, meaning, digest }, proofSchema, token),
    changePassword: (token, oldPassword, newPassword) =>
      post("password", { oldPassword, newPassword }, grantSchema, token),
    useCode: (user, code, newPassword) => post("password", { user, code, newPassword }, grantSchema),
    setPin: (token, password, pin) => post("pin", { password, pin }, v.null(), token),
    issueCode: (token, userId) => post("password-code", { userId }, codeSchema, token),
    async demoLogins() {
      try {
        const answer = await fetcher("/auth/demo", { signal: AbortSignal.timeout(TIMEOUT_MS) });
        if (!answer.ok || !isOurs(answer)) return [];
        const read = v.safeParse(demoSchema, await answer.json());
        return read.success ? read.output.logins : [];
      } catch {
        return [];
      }
    },
  };
}

async function understood<Schema extends v.GenericSchema>(
  answer: Response,
  schema: Schema,
): Promise<AuthAnswer<v.InferOutput<Schema>>> {
  if (answer.status === 204) return answered(v.safeParse(schema, null));
  if (!isOurs(answer)) return { kind: "offline" };
  const body: unknown = await answer.json();
  if (answer.ok) return answered(v.safeParse(schema, body));
  const refusal = v.safeParse(refusalSchema, body);
  return refusal.success && answer.status < 500
    ? { kind: "refused", ...refusal.output }
    : { kind: "offline" };
}

function answered<Schema extends v.GenericSchema>(
  read: v.SafeParseResult<Schema>,
): AuthAnswer<v.InferOutput<Schema>> {
  return read.success ? { kind: "granted", value: read.output } : { kind: "offline" };
}

/** The person kept on the phone for a start without network; null when it is not what we wrote. */
export function readPerson(stored: unknown): Person | null {
  const read = v.safeParse(personSchema, stored);
  return read.success ? read.output : null;
}
