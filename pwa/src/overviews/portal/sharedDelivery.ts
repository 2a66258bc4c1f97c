/**
 * What the code on a delivery note opens without signing in. The token goes in a header, so that it stands in no log;
 * the answer is checked before it is believed.
 */
import * as v from "valibot";
import type { Failure } from "@/graphql/client";
import { language, t } from "@/i18n";
import { isOurs } from "@/platform/network";

const TIMEOUT_MS = 20_000;

const text = v.nullable(v.string());
const sharedSchema = v.object({
  orderNumber: v.string(),
  orderState: v.string(),
  noteNumber: v.string(),
  endsAt: v.string(),
  delivery: v.nullable(
    v.object({
      customerName: v.string(),
      leg: v.string(),
      carrier: text,
      waybill: text,
      pieces: v.number(),
      departedAt: v.string(),
      arrivedAt: text,
      completedAt: text,
      outcome: text,
      outcomeReason: text,
      temperatureVerdict: text,
      receiverName: text,
      receivedOnBehalf: text,
      recheckCode: v.string(),
      lines: v.array(
        v.object({
          productName: v.string(),
          catalogueNumber: v.string(),
          specification: v.string(),
          unit: v.string(),
          storageClass: v.string(),
          lotNumber: v.string(),
          expiresOn: v.string(),
          sent: v.string(),
          received: text,
          reason: text,
        }),
      ),
      boxes: v.array(
        v.object({
          means: v.string(),
          boxNumber: text,
          plate: text,
          loggerNumber: v.string(),
          celsiusMin: text,
          celsiusMax: text,
          departureCelsius: v.string(),
          arrivalCelsius: text,
        }),
      ),
      signatures: v.array(
        v.object({
          signerName: v.string(),
          signerRole: v.string(),
          signedAt: v.string(),
          checkCode: v.string(),
          strokes: v.unknown(),
        }),
      ),
    }),
  ),
});
const refusalSchema = v.object({ errors: v.tupleWithRest([v.object({ message: v.string() })], v.unknown()) });

export type SharedDelivery = v.InferOutput<typeof sharedSchema>;

export type SharedAnswer =
  | { readonly state: "ready"; readonly shared: SharedDelivery }
  /** In the server's words: unknown, ended, closed, too often. */
  | { readonly state: "refused"; readonly message: string }
  | { readonly state: "failed"; readonly failure: Failure };

export async function sharedDelivery(
  token: string,
  fetcher: typeof fetch = plainFetch,
): Promise<SharedAnswer> {
  try {
    const answer = await asked("/links/delivery", token, fetcher);
    if (!isOurs(answer)) return failed(answer.status >= 500 ? "broken" : "captive");
    const body: unknown = await answer.json();
    if (!answer.ok) {
      const refusal = v.safeParse(refusalSchema, body);
      return refusal.success && answer.status < 500
        ? { state: "refused", message: refusal.output.errors[0].message }
        : failed("broken");
    }
    const read = v.safeParse(sharedSchema, body);
    return read.success ? { state: "ready", shared: read.output } : failed("broken");
  } catch {
    return failed("offline");
  }
}

/** The note itself; null when it cannot be had. */
export async function sharedNote(token: string, fetcher: typeof fetch = plainFetch): Promise<Blob | null> {
  try {
    const answer = await asked("/links/note", token, fetcher);
    return answer.ok && answer.headers.get("content-type") === "application/pdf" ? await answer.blob() : null;
  } catch {
    return null;
  }
}

const plainFetch: typeof fetch = (input, init) => fetch(input, init);

const asked = async (path: string, token: string, fetcher: typeof fetch): Promise<Response> =>
  await fetcher(path, {
    headers: { "X-Lotline-Link": token, "Accept-Language": language() },
    credentials: "omit",
    referrerPolicy: "no-referrer",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });

function failed(kind: "offline" | "captive" | "broken"): SharedAnswer {
  const words = { offline: "app.readOffline", captive: "app.readCaptive", broken: "app.readBroken" } as const;
  return { state: "failed", failure: { kind, message: t(words[kind]), incident: null } };
}
