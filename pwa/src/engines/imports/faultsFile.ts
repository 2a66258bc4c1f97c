/** What is wrong with a sheet, as a CSV file that opens in a spreadsheet program. Format: RFC 4180, with a byte order mark. */
import type { ImportFault } from "./run";
import { csvOf } from "@/ui/csv";

export function faultsCsv(headings: readonly string[], faults: readonly ImportFault[]): string {
  const rows = faults.map(({ row, column, value, message }) => [String(row), column ?? "", value, message]);
  return csvOf(headings, rows);
}
