/** Counting in a digit field: what a person may type, and what the buttons beside it do. Whole numbers only. */

export interface Bounds {
  readonly least: number;
  readonly most: number;
}

export type Typed =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "too few" | "too many"; readonly bound: number }
  | { readonly kind: "not a number" };

export function typedQuantity(text: string, { least, most }: Bounds): Typed {
  const plain = text.trim().normalize("NFKC"); // Full-width digits of an input method are digits too.
  if (!/^\d{1,12}$/.test(plain)) return { kind: "not a number" };
  const value = Number(plain);
  if (value < least) return { kind: "too few", bound: least };
  if (value > most) return { kind: "too many", bound: most };
  return { kind: "number", value };
}

export function stepped(value: number, by: number, { least, most }: Bounds): number {
  return Math.min(most, Math.max(least, value + by));
}
