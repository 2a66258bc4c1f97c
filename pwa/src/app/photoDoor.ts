/** Photos that the phone could not read, read by the server: POST /files/scan. Its answer is checked before it is believed. */
import * as v from "valibot";
import type { Credentials } from "@/graphql/client";
import { isOurs } from "@/platform/network";
import type { PhotoReader } from "@/platform/scanning/serverScan";

const TIMEOUT_MS = 20_000;
const CODES_MAX = 50;

const answerSchema = v.object({
  codes: v.pipe(
    v.array(
      v.object({
        format: v.string(),
        symbologyIdentifier: v.nullable(v.string()),
        text: v.pipe(v.string(), v.minLength(1), v.maxLength(4_096)),
        confirmed: v.boolean(),
      }),
    ),
    v.maxLength(CODES_MAX),
  ),
});
const refusalSchema = v.object({ message: v.string() });

export function photoDoor(
  credentials: Credentials,
  fetcher: typeof fetch = (input, init) => fetch(input, init),
): PhotoReader {
  return {
    async read(photo) {
      try {
        const token = await credentials.token();
        const answer = await fetcher("/files/scan", {
          method: "POST",
          headers: {
            "X-Lotline": "1",
            "Content-Type": photo.type === "" ? "application/octet-stream" : photo.type,
            ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
          },
          body: photo,
          signal: AbortSignal.timeout(TIMEOUT_MS),
        });
        if (!isOurs(answer)) return "offline";
        const said: unknown = await answer.json();
        if (!answer.ok) {
          const refusal = v.safeParse(refusalSchema, said);
          return refusal.success ? { refused: refusal.output.message } : "offline";
        }
        const { codes } = v.parse(answerSchema, said);
        return codes.map(({ confirmed, ...code }) => ({
          ...code,
          contentType: null,
          ...(confirmed ? {} : { unconfirmed: true }),
        }));
      } catch {
        return "offline";
      }
    },
  };
}
