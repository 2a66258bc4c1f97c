/**
 * Signing in and staying in. The access token lives in this closure only; the refresh cookie is HttpOnly, and tabs take
 * turns with it because it changes with each use. The person (nothing secret) is kept for a start without network.
 */
import { computed, shallowRef } from "vue";
import { forget, keep, recall } from "@/platform/memory";
import { REFRESH_LOCK, withLock } from "@/platform/locks";
import type { AuthRefusal, Person, Session } from "@/platform/session";
import { readPerson, type AuthAnswer, type AuthClient, type Grant } from "./authClient";

const KEPT = "person";
const REFRESH_BEFORE_MS = 30_000;
const HOUR_MS = 3_600_000;
/** How long the phone may be used without hearing from the server. */
const OFFLINE_WAREHOUSE_MS = 24 * HOUR_MS;
const OFFLINE_FIELD_MS = 72 * HOUR_MS;

export interface SessionKeeper extends Session {
  /** At the start of the app: from the cookie, or, without network, the person last seen here. */
  resume(): Promise<void>;
  signIn(user: string, password: string): Promise<"signed in" | "offline" | AuthRefusal>;
  /** Sets a password with a one-time code, and signs in with it. */
  useCode(user: string, code: string, newPassword: string): Promise<"signed in" | "offline" | AuthRefusal>;
  /** Ends every other session of the person. */
  changePassword(oldPassword: string, newPassword: string): Promise<"done" | "offline" | AuthRefusal>;
  setPin(password: string, pin: string): Promise<"done" | "offline" | AuthRefusal>;
  /** The server is told if it can be reached; the phone forgets in any case. */
  signOut(): Promise<void>;
  token(): Promise<string | null>;
  refresh(): Promise<string | null>;
}

interface Held {
  readonly token: string;
  readonly until: number;
}

export function sessionKeeper(auth: AuthClient, now: () => number = Date.now): SessionKeeper {
  const person = shallowRef<Person | null>(null);
  const held = shallowRef<Held | null>(null);

  const accept = ({ accessToken, expiresIn, session }: Grant): string => {
    held.value = { token: accessToken, until: now() + expiresIn * 1_000 };
    person.value = session;
    keep(KEPT, JSON.stringify({ person: session, seenAt: now() }));
    return accessToken;
  };
  const drop = (): void => {
    held.value = null;
    person.value = null;
    forget(KEPT);
  };
  const settle = (answer: AuthAnswer<Grant>): string | null => {
    if (answer.kind === "granted") return accept(answer.value);
    if (answer.kind === "refused") drop();
    return null;
  };
  const entered = (answer: AuthAnswer<Grant>): "signed in" | "offline" | AuthRefusal => {
    if (answer.kind !== "granted") return notGranted(answer);
    accept(answer.value);
    return "signed in";
  };
  const isFresh = (): boolean => held.value !== null && held.value.until - now() > REFRESH_BEFORE_MS;
  const refresh = async (): Promise<string | null> => {
    const refused = held.value;
    return await withLock(REFRESH_LOCK, async () => {
      // Another request of this tab may have refreshed while this one waited.
      if (held.value !== refused && isFresh()) return held.value?.token ?? null;
      return settle(await auth.refresh());
    });
  };

  const token = async (): Promise<string | null> =>
    isFresh() ? (held.value?.token ?? null) : await refresh();

  return {
    person: computed(() => person.value),
    confirmed: computed(() => held.value !== null),
    token,
    refresh,
    async resume() {
      const kept = keptPerson(now());
      if ((await refresh()) === null && kept !== null && recall(KEPT) !== null) person.value = kept;
    },
    signIn: async (user, password) => entered(await auth.signIn(user, password)),
    useCode: async (user, code, newPassword) => entered(await auth.useCode(user, code, newPassword)),
    async changePassword(oldPassword, newPassword) {
      const current = await token();
      if (current === null) return "offline";
      const answer = await auth.changePassword(current, oldPassword, newPassword);
      if (answer.kind === "granted") accept(answer.value);
      return answer.kind === "granted" ? "done" : notGranted(answer);
    },
    async setPin(password, pin) {
      const current = await token();
      if (current === null) return "offline";
      const answer = await auth.setPin(current, password, pin);
      return answer.kind === "granted" ? "done" : notGranted(answer);
    },
    async issueCode(userId) {
      const current = await token();
      if (current === null) return "offline";
      const answer = await auth.issueCode(current, userId);
      return answer.kind === "granted" ? answer.value : notGranted(answer);
    },
    async signOut() {
      await auth.signOut();
      drop();
    },
    async reauthenticate(request) {
      const current = await token();
      if (current === null) return "offline";
      const answer = await auth.reauthenticate(current, request);
      return answer.kind === "granted" ? answer.value : notGranted(answer);
    },
  };
}

const notGranted = (
  answer: Exclude<AuthAnswer<unknown>, { readonly kind: "granted" }>,
): AuthRefusal | "offline" =>
  answer.kind === "offline" ? "offline" : { refusal: answer.refusal, message: answer.message };

function keptPerson(now: number): Person | null {
  try {
    const stored: unknown = JSON.parse(recall(KEPT) ?? "null");
    if (typeof stored !== "object" || stored === null || !("person" in stored) || !("seenAt" in stored))
      return null;
    const person = readPerson(stored.person);
    if (person === null || typeof stored.seenAt !== "number") return null;
    const age = now - stored.seenAt;
    const limit = person.homes.includes("warehouse") ? OFFLINE_WAREHOUSE_MS : OFFLINE_FIELD_MS;
    return age <= limit ? person : null;
  } catch {
    return null;
  }
}
