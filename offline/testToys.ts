/** Dice and cryptography for stories that a seed tells the same way every time. */

import { hex } from "./digest";

/** Numbers in [0, 1) that depend on the seed alone. Source: the mulberry32 generator. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** 32 bytes that differ when the text does; nobody attacks a test. */
function toyHash(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const lanes = Array.from({ length: 8 }, (_, lane) =>
    bytes.reduce((state, byte) => Math.imul(state ^ byte, 0x01000193 + 2 * lane) >>> 0, 0x811c9dc5 + lane),
  );
  return Uint8Array.from(
    lanes.flatMap((lane) => [lane & 255, (lane >>> 8) & 255, (lane >>> 16) & 255, lane >>> 24]),
  );
}

export function toyText(text: string): string {
  return hex(toyHash(new TextEncoder().encode(text)).buffer);
}

export function toyDigest(bytes: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> {
  return Promise.resolve(toyHash(bytes).buffer);
}

export function sign(bytes: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> {
  const half = toyHash(bytes);
  return Promise.resolve(Uint8Array.from([...half, ...half]).buffer);
}

export function verify(signature: Uint8Array<ArrayBuffer>, bytes: Uint8Array<ArrayBuffer>): Promise<boolean> {
  return Promise.resolve(
    toyHash(bytes).every((byte, at) => signature[at] === byte && signature[at + 32] === byte),
  );
}
