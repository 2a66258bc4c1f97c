/** The empty sheet that an import is filled in with. It holds nobody's data, so no token is asked for. */
import type { Language } from "@/i18n";
import type { Kind } from "./kinds";

const TIMEOUT_MS = 20_000;

/** null when it could not be had now. */
export async function templateOf(
  kind: Kind,
  language: Language,
  fetcher: typeof fetch = (input, init) => fetch(input, init),
): Promise<Blob | null> {
  try {
    const answer = await fetcher(`/imports/${kind}/template.xlsx`, {
      headers: { "Accept-Language": language },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const isSheet = (answer.headers.get("content-type") ?? "").includes("spreadsheetml");
    return answer.ok && isSheet ? await answer.blob() : null; // A captive portal answers 200 with its own page.
  } catch {
    return null;
  }
}
