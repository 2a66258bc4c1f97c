/**
 * Drug trace codes (药品追溯码): twenty digits, one for each saleable pack and each case of packs.
 *
 * One pack, one code, never used twice (NMPAB/T 1002). That the first digit is 8, and that the first seven digits
 * are the drug identification code (药品标识码), is seen in practice but not confirmed by a standard we have read:
 * the product's known prefixes decide. Which packs a case holds is not in the code; that needs the maker's file.
 */

export function isTraceCode(body: string): boolean {
  return /^8[0-9]{19}$/.test(body);
}

/** The first seven digits [unconfirmed]. */
export function drugCode(traceCode: string): string {
  return traceCode.slice(0, 7);
}

/** The different trace codes that a web address carries behind its host, in decoded text. */
export function traceCodesInside(behindHost: string): string[] {
  const found = [...behindHost.matchAll(/(?:^|[^0-9A-Za-z])(8[0-9]{19})(?![0-9A-Za-z])/g)];
  return [...new Set(found.map(([, code = ""]) => code))];
}
