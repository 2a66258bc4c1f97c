/** What a line costs, to the fen, as the server will count it: price × quantity, half a fen rounded up. Never a float. */

const MILLIONTHS = 1_000_000n;
const MILLIONTHS_OF_A_FEN = 10_000n;
const PRICE = /^(\d{1,9})(?:\.(\d{1,6}))?$/;

/** Yuan as decimal text, in millionths; null when it is no price. */
export function micros(price: string): bigint | null {
  const [, whole, fraction = ""] = PRICE.exec(price) ?? [];
  if (whole === undefined) return null;
  return BigInt(whole) * MILLIONTHS + BigInt(fraction.padEnd(6, "0"));
}

/** `quantity` in whole pieces. A price that is none costs nothing: it is refused elsewhere. */
export function lineFen(price: string, quantity: number): number {
  const each = micros(price);
  if (each === null || !Number.isSafeInteger(quantity)) return 0;
  const total = each * BigInt(quantity);
  return Number((total + MILLIONTHS_OF_A_FEN / 2n) / MILLIONTHS_OF_A_FEN);
}

export const samePrice = (one: string, other: string): boolean => micros(one) === micros(other);

/** What a person typed ("1,980.50", full-width digits, "¥86") as plain decimal text; null when it is no price. */
export function typedPrice(text: string): string | null {
  const plain = text
    .normalize("NFKC")
    .trim()
    .replace(/^[¥￥]\s*/, "")
    .replaceAll(/(\d),(?=\d{3}(\D|$))/g, "$1");
  const value = micros(plain);
  return value === null || value === 0n ? null : plain;
}

/** How far `price` lies from `other`, in percent with one decimal: "-9.1". */
export function percentFrom(price: string, other: string): string {
  const [one, base] = [micros(price), micros(other)];
  if (one === null || base === null || base === 0n) return "";
  const tenths = Number(((one - base) * 1000n) / base);
  return `${tenths > 0 ? "+" : tenths < 0 ? "−" : ""}${(Math.abs(tenths) / 10).toFixed(1)}`;
}
