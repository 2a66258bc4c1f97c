/** The digest of what a receiver is shown; the document itself is built by the rules that phone and server share. */
import { canonical, textDigest, type JsonObject } from "@offline/digest";

/** null where the browser gives no cryptography: on plain HTTP. */
export async function receiptDigest(document: JsonObject): Promise<string | null> {
  const written = canonical(document);
  if (written.kind !== "canonical" || !("subtle" in crypto)) return null;
  return await textDigest(written.text, (bytes) => crypto.subtle.digest("SHA-256", bytes));
}
