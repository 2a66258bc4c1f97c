/**
 * What two readings of different boxes have in common: their scheme and identifiers, whatever the values.
 *
 * A supplier whose printer loses separators loses them on every box, so that the reading which was right for one lot has
 * the same shape as the one that is right for the next.
 */

import type { Label } from "./answer";

/** One for each reading, such as "gs1 01 10 17"; where two would be equal, the second has " #2" behind it. */
export function shapes(readings: readonly Label[]): readonly string[] {
  const found: string[] = [];
  for (const { kind, elements } of readings) {
    const plain = [kind, ...elements.map(([identifier]) => identifier)].join(" ");
    const earlier = found.filter((shape) => shape === plain || shape.startsWith(`${plain} #`)).length;
    found.push(earlier === 0 ? plain : `${plain} #${earlier + 1}`);
  }
  return found;
}
