/** What was scanned, newest first. A code that comes again is shown again and counts no piece by itself: that is what +1 is for. */
import type { Scan } from "@/platform/scanning/scan";

export interface ScannedEntry {
  readonly scan: Scan;
  readonly pieces: number;
  /** It was on the list already when it was last scanned. */
  readonly again: boolean;
}

export interface ScanList {
  readonly entries: readonly ScannedEntry[];
  /** What the list was before, for undo. */
  readonly before: ScanList | null;
}

export const EMPTY: ScanList = { entries: [], before: null };
const ENTRIES_MAX = 200;
const UNDO_MAX = 50;

export function withScan(list: ScanList, scan: Scan): ScanList {
  const known = list.entries.find((entry) => entry.scan.text === scan.text);
  const others = list.entries.filter((entry) => entry !== known);
  const entry = known === undefined ? { scan, pieces: 1, again: false } : { ...known, again: true };
  return changed(list, [entry, ...others].slice(0, ENTRIES_MAX));
}

export function oneMore(list: ScanList, text: string): ScanList {
  return changed(
    list,
    list.entries.map((entry) =>
      entry.scan.text === text ? { ...entry, pieces: entry.pieces + 1, again: false } : entry,
    ),
  );
}

export const undone = (list: ScanList): ScanList => list.before ?? EMPTY;

export const piecesOf = ({ entries }: ScanList): number =>
  entries.reduce((sum, { pieces }) => sum + pieces, 0);

function changed(list: ScanList, entries: readonly ScannedEntry[]): ScanList {
  return { entries, before: shortened(list, UNDO_MAX) };
}

function shortened(list: ScanList, steps: number): ScanList | null {
  return steps === 0
    ? null
    : { ...list, before: list.before === null ? null : shortened(list.before, steps - 1) };
}
