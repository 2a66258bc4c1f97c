/** Ids that are made on the device, in the order of making. */

const COUNTER_END = 0x1000;

/**
 * A maker of UUIDv7 that never goes back: a second id in the same millisecond, or after the clock was set back, counts
 * on from the last. `now` is in milliseconds since 1970, `random` gives so many random bytes.
 * Source: RFC 9562 sections 5.7 and 6.2 (method 1, a counter of 12 bits that begins in its lower half).
 */
export function uuid7Source(now: () => number, random: (length: number) => Uint8Array): () => string {
  let lastMs = -1;
  let counter = 0;
  return () => {
    const dice = Array.from(random(10));
    const fresh = (((dice[0] ?? 0) & 0x07) << 8) | (dice[1] ?? 0);
    const ms = Math.floor(now());
    counter = ms > lastMs ? fresh : counter + 1;
    lastMs = Math.max(ms, lastMs);
    if (counter === COUNTER_END) {
      lastMs += 1;
      counter = fresh;
    }
    return spelled(lastMs, counter, dice.slice(2));
  };
}

function spelled(ms: number, counter: number, tail: readonly number[]): string {
  const time = ms.toString(16).padStart(12, "0");
  const middle = (0x7000 | counter).toString(16);
  const [variant = 0, ...rest] = tail;
  const end = [(variant & 0x3f) | 0x80, ...rest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${time.slice(0, 8)}-${time.slice(8)}-${middle}-${end.slice(0, 4)}-${end.slice(4)}`;
}
