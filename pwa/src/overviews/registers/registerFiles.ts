/** Registers as files. The composition root gives the door; it alone knows the token. */
import { inject, type InjectionKey } from "vue";
import type { Credentials } from "@/graphql/client";

/** A PDF of a thousand rows takes half a minute to draw. */
const TIMEOUT_MS = 120_000;

export type RegisterAnswer =
  | { readonly kind: "file"; readonly file: Blob; readonly name: string }
  /** The server said no, in its own words. */
  | { readonly kind: "refused"; readonly message: string }
  | { readonly kind: "offline" }
  | { readonly kind: "broken" };

export interface RegisterFiles {
  fetch(address: string): Promise<RegisterAnswer>;
}

export const registerFilesKey: InjectionKey<RegisterFiles> = Symbol("register files");

export function useRegisterFiles(): RegisterFiles {
  const files = inject(registerFilesKey);
  if (files === undefined) throw new Error("useRegisterFiles outside the app");
  return files;
}

export function registerFiles(
  credentials: Credentials,
  fetcher: typeof fetch = (input, init) => fetch(input, init),
): RegisterFiles {
  const get = async (address: string, token: string | null): Promise<Response> =>
    await fetcher(address, {
      headers: token === null ? {} : { Authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  return {
    async fetch(address) {
      try {
        let answer = await get(address, await credentials.token());
        if (answer.status === 401) answer = await get(address, await credentials.refresh());
        if (answer.ok && isFile(answer))
          return { kind: "file", file: await answer.blob(), name: nameOf(answer) };
        const message = await refusalIn(answer);
        return message === null ? { kind: "broken" } : { kind: "refused", message };
      } catch {
        return { kind: "offline" };
      }
    },
  };
}

/** A captive portal answers 200 with its own page; a register or label is never HTML. */
function isFile(answer: Response): boolean {
  return /^(text\/csv|application\/pdf|image\/svg\+xml)(;|$)/.test(answer.headers.get("content-type") ?? "");
}

function nameOf(answer: Response): string {
  return /filename="([\w.-]+)"/.exec(answer.headers.get("content-disposition") ?? "")?.[1] ?? "register";
}

async function refusalIn(answer: Response): Promise<string | null> {
  if (!(answer.headers.get("content-type") ?? "").includes("json")) return null;
  const body: unknown = await answer.json();
  const errors: unknown = typeof body === "object" && body !== null && "errors" in body ? body.errors : null;
  const first: unknown = Array.isArray(errors) ? errors[0] : null;
  if (typeof first !== "object" || first === null || !("message" in first)) return null;
  return typeof first.message === "string" ? first.message : null;
}
