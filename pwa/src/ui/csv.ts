/** Tables as files that spreadsheet programs open in the right script. Pure. */

const BYTE_ORDER_MARK = "\uFEFF";

export function csvOf(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  return BYTE_ORDER_MARK + [headings, ...rows].map((cells) => `${cells.map(quoted).join(",")}\r\n`).join("");
}

/** A cell that a spreadsheet program would take for a formula is begun with an apostrophe: what it says is a stranger's. */
function quoted(cell: string): string {
  const isFigure = /^-?\d+(\.\d+)?$/.test(cell);
  // Some programs skip blanks before a formula, and fold full-width signs (＝ ＋ － ＠).
  const begins = /^[\t\r]/.test(cell) || /^[=+\-@\t\r]/.test(cell.trimStart().slice(0, 2).normalize("NFKC"));
  const harmless = !isFigure && begins ? `'${cell}` : cell;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
