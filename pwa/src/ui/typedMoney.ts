/** Yuan as people type them, into fen: "12,000", "¥1 200.5". */

const YUAN = /^(\d{1,12})(?:\.(\d{1,2}))?$/;

/** null for what is no amount of money: letters, more than two decimals, a minus, nothing. */
export function typedFen(text: string): number | null {
  const found = YUAN.exec(text.replaceAll(/[\s,，¥￥元]/g, ""));
  if (found === null) return null;
  return Number(found[1]) * 100 + Number((found[2] ?? "").padEnd(2, "0"));
}

/** As it stands in a field, to be typed over: no currency, no separators, no idle decimals. */
export const yuanText = (fen: number): string =>
  fen % 100 === 0 ? String(fen / 100) : (fen / 100).toFixed(2);

const UNIT_PRICE = /^(\d{1,12})(?:\.(\d{1,6}))?$/;

/** What one piece costs, as the server takes it: above 0, at most six decimals; null for anything else. */
export function typedUnitPrice(text: string): string | null {
  const plain = text.normalize("NFKC").replaceAll(/[\s,¥元]/g, "");
  return UNIT_PRICE.test(plain) && /[1-9]/.test(plain) ? plain : null;
}

/** A unit price of the server as it stands in a field: "1200.500000" is "1200.5". */
export const unitPriceText = (digits: string): string =>
  digits.includes(".") ? digits.replace(/\.?0+$/, "") : digits;
