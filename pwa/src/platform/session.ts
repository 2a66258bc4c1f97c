/**
 * Who is at work. Pages read it here; app/session.ts makes it (sign-in, refresh, sign-out).
 * The access token never appears: only the GraphQL client and the sender are handed it.
 */
import { inject, type ComputedRef, type InjectionKey } from "vue";
import type { Language } from "@/i18n";

export interface Person {
  readonly userId: string;
  readonly name: string;
  readonly language: Language;
  readonly rights: readonly string[];
  /** Homes by role: sales, warehouse, driver, quality, manager, finance, customer, consignor. */
  readonly homes: readonly string[];
  readonly kind: "staff" | "portal";
}

/** What the server said no to, in its own words. */
export interface AuthRefusal {
  readonly refusal: string;
  readonly message: string;
}

export interface Reauthentication {
  readonly secret: { readonly password: string } | { readonly pin: string };
  readonly meaning: string;
  /** SHA-256 of what is signed, as the server rendered it. */
  readonly digest: string;
}

/** Shown once, to be told to the person in private. */
export interface PasswordCode {
  readonly code: string;
  readonly expiresAt: string;
}

export interface Session {
  readonly person: ComputedRef<Person | null>;
  /** False while an offline start shows a person whom the server has not confirmed again. */
  readonly confirmed: ComputedRef<boolean>;
  /** A single-use proof bound to person, meaning and digest. */
  reauthenticate(request: Reauthentication): Promise<{ proof: string } | AuthRefusal | "offline">;
  /** For an administrator: a one-time code with which that person sets a password. */
  issueCode(userId: string): Promise<PasswordCode | AuthRefusal | "offline">;
}

export const sessionKey: InjectionKey<Session> = Symbol("session");

export function useSession(): Session {
  const session = inject(sessionKey);
  if (session === undefined) throw new Error("useSession outside the app");
  return session;
}

/** Whether to offer a button. The server decides again. */
export function useRight(right: string): () => boolean {
  const { person } = useSession();
  return () => person.value?.rights.includes(right) ?? false;
}
