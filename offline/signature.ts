/** The device's signature over an envelope: ECDSA P-256 with SHA-256, r and s as WebCrypto makes them, in base64url. */

export type SignedEnvelope = {
  readonly envelope: string;
  readonly deviceSignature: string;
};

/** In a browser `(bytes) => crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, key, bytes)`. */
export type Sign = (bytes: Uint8Array<ArrayBuffer>) => Promise<ArrayBuffer>;
export type Verify = (signature: Uint8Array<ArrayBuffer>, bytes: Uint8Array<ArrayBuffer>) => Promise<boolean>;

const SIGNATURE_BYTES = 64;

export async function signedEnvelope(text: string, sign: Sign): Promise<SignedEnvelope> {
  const signature = new Uint8Array(await sign(new TextEncoder().encode(text)));
  return { envelope: text, deviceSignature: base64url(signature) };
}

/** Whether the key behind `verify` signed this text; false for every other spelling of the same signature. */
export async function isSigned(signed: SignedEnvelope, verify: Verify): Promise<boolean> {
  const signature = fromBase64url(signed.deviceSignature);
  if (signature === null || signature.length !== SIGNATURE_BYTES) return false;
  return verify(signature, new TextEncoder().encode(signed.envelope));
}

/** How much of REPLAY_BYTES_MAX it uses: the texts as JSON strings, quotes escaped, in UTF-8. */
export function wireBytes(signed: SignedEnvelope): number {
  return [signed.envelope, signed.deviceSignature]
    .map((text) => new TextEncoder().encode(JSON.stringify(text)).length)
    .reduce((sum, bytes) => sum + bytes, 0);
}

/** Without padding. Source: RFC 4648 section 5. */
export function base64url(bytes: Uint8Array<ArrayBuffer>): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

/** Null unless it is the one spelling of some bytes. */
export function fromBase64url(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) return null;
  const bytes = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
  return base64url(bytes) === text ? bytes : null;
}
