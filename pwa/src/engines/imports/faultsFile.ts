/** What is wrong with a sheet, as a CSV file that opens in a spreadsheet program. Format: RFC 4180, with a byte order mark. */
import type { ImportFault } from "./run";

const BYTE_ORDER_MARK = "\uFEFF";

export function faultsCsv(headings: readonly string[], faults: readonly ImportFault[]): string {
  const rows = faults.map(({ row, column, value, message }) => [String(row), column ?? "", value, message]);
  return BYTE_ORDER_MARK + [headings, ...rows].map((cells) => `${cells.map(quoted).join(",")}\r\n`).join("");
}

/** A cell that a spreadsheet program would take for a formula is begun with an apostrophe: the sheet is a stranger's. */
function quoted(cell: string): string {
  const harmless = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
