/** The unified social credit code (GB 32100-2015): 18 characters, the last checks the rest. */

const LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/** Annex A: weights 3^i mod 31 over the first 17; all 18 together are 0 mod 31, the last with weight 1. */
export function isCreditCode(typed: string): boolean {
  const code = typed.trim().toUpperCase();
  if (!/^[0-9A-HJ-NPQRTUWXY]{18}$/.test(code)) return false;
  let weight = 1;
  let sum = 0;
  for (const letter of code.slice(0, 17)) {
    sum += LETTERS.indexOf(letter) * weight;
    weight = (weight * 3) % 31;
  }
  return LETTERS[(31 - (sum % 31)) % 31] === code[17];
}
