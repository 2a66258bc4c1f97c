/** Long lot numbers are read aloud in groups; the number itself never changes, only how it is set. */

const GROUP = 4;
const SHORT_ENOUGH = 6;

/** "2609B147" → ["2609", "B147"]; numbers that carry their own separators keep them. */
export function grouped(lot: string): readonly string[] {
  if (lot.length <= SHORT_ENOUGH || /[^0-9A-Za-z]/.test(lot)) return [lot];
  return lot.match(new RegExp(`.{1,${GROUP}}`, "g")) ?? [lot];
}
