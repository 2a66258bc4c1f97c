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
