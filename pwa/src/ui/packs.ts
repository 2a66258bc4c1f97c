/** A count of the smallest sales pack, said the way a keeper says it: full cases first, then loose packs. */

export interface Packs {
  readonly cases: number;
  readonly loose: number;
}

/** `perCase` null or 1: there are no cases, everything is loose. */
export function inPacks(quantity: number, perCase: number | null): Packs {
  if (perCase === null || perCase <= 1 || !Number.isInteger(quantity)) return { cases: 0, loose: quantity };
  return { cases: Math.trunc(quantity / perCase), loose: quantity % perCase };
}
