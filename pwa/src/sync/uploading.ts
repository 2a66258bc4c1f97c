/** Attachments go up in parts and go on where they stopped; the server's word on how far they are counts. */
import { hex } from "@offline/digest";
import { SEND_TIMEOUT_MS } from "@offline/sending";
import type { AttachmentRecord, QueueState } from "@offline/queueStore";
import { afterUpload, nextUpload } from "@offline/uploads";
import type { PhoneQueueStore } from "@/platform/queueStore";
import { withToken, type Connection } from "./connection";

export const PART_BYTES = 256 * 1024;

/** done: nothing is left. later: no network, or the server could not now. refused: some the server will never take. */
export type Uploaded = "done" | "later" | "refused" | "signedOut";

const NEVER = new Set([400, 403, 413, 415, 422]);

/** Uploads until nothing is left. One that the server will never take stops only itself. */
export async function uploadAll(store: PhoneQueueStore, connection: Connection): Promise<Uploaded> {
  const refused = new Set<string>();
  let state = await store.read();
  for (;;) {
    const next = nextUpload(without(state, refused));
    if (next === null) return refused.size === 0 ? "done" : "refused";
    const bytes = await store.bytes(next.id);
    const offset =
      bytes === null
        ? "never"
        : await uploadOne(next, bytes, connection, (reached) => kept(store, next.id, reached));
    if (offset === "later" || offset === "signedOut") return offset;
    if (offset === "never") refused.add(next.id);
    state = await store.read();
  }
}

/** One file at once, for a form that waits for it; called again after "later" it goes on where the server stands. */
export async function sendFile(
  { id, mime, bytes }: { readonly id: string; readonly mime: string; readonly bytes: ArrayBuffer },
  connection: Connection,
  reached: (share: number) => void,
): Promise<"done" | "later" | "signedOut" | "never"> {
  const sha256 = hex(await crypto.subtle.digest("SHA-256", bytes));
  const size = bytes.byteLength;
  return await uploadOne({ id, sha256, mime, size }, bytes, connection, async (offset) =>
    reached(offset / size),
  );
}

async function uploadOne(
  { id, sha256, mime, size }: Pick<AttachmentRecord, "id" | "sha256" | "mime" | "size">,
  bytes: ArrayBuffer,
  connection: Connection,
  reached: (offset: number) => Promise<unknown>,
): Promise<"done" | "later" | "signedOut" | "never"> {
  let offset = await offsetAtServer(id, connection);
  while (typeof offset === "number" && offset < size) {
    await reached(offset);
    const from = offset;
    const answer = await withToken(connection, (token) =>
      connection.fetcher(`/attachments/${id}`, {
        method: "PATCH",
        headers: {
          "Content-Type": "application/octet-stream",
          "X-Lotline": "1",
          Authorization: `Bearer ${token}`,
          "Upload-Offset": String(from),
          "Upload-Length": String(size),
          "Upload-Sha256": sha256,
          "Upload-Mime": mime,
        },
        body: bytes.slice(from, from + PART_BYTES),
        signal: AbortSignal.timeout(SEND_TIMEOUT_MS),
      }),
    );
    if (answer === null || answer === "signedOut") return answer ?? "later";
    const said = offsetSaid(answer);
    // 409: a part whose answer was lost is there already; go on where the server stands.
    if (said !== null && (answer.status === 204 || answer.status === 409) && said !== from) offset = said;
    else return NEVER.has(answer.status) ? "never" : "later";
  }
  if (typeof offset !== "number") return offset;
  await reached(size);
  return "done";
}

async function offsetAtServer(
  id: string,
  connection: Connection,
): Promise<number | "later" | "signedOut" | "never"> {
  const answer = await withToken(connection, (token) =>
    connection.fetcher(`/attachments/${id}`, {
      method: "HEAD",
      headers: { "X-Lotline": "1", Authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(SEND_TIMEOUT_MS),
    }),
  );
  if (answer === null || answer === "signedOut") return answer ?? "later";
  if (answer.status === 404) return 0;
  const said = offsetSaid(answer);
  return answer.status === 204 && said !== null ? said : "later";
}

/** A portal's page has no such header, whatever its status. */
function offsetSaid(answer: Response): number | null {
  const header = answer.headers.get("upload-offset");
  return header !== null && /^[0-9]{1,9}$/.test(header) ? Number(header) : null;
}

const kept = (store: PhoneQueueStore, id: string, offset: number): Promise<QueueState> =>
  store.change((state) => afterUpload(state, id, offset));

function without(state: QueueState, refused: ReadonlySet<string>): QueueState {
  return {
    ...state,
    records: state.records.map((record) => ({
      ...record,
      attachments: record.attachments.filter(({ id }) => !refused.has(id)),
    })),
  };
}
