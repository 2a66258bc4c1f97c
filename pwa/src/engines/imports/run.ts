/**
 * An import as it goes, a hundred rows at a time. Each row's command is known by its row, so a portion that is asked
 * for again after a lost answer doubles nothing: the run goes on where the last answer said.
 */
export interface ImportFault {
  readonly row: number;
  readonly column: string | null;
  readonly value: string;
  readonly message: string;
}
export interface Portion {
  readonly added: number;
  readonly known: number;
  readonly faulty: number;
  readonly faults: readonly ImportFault[];
  readonly nextRow: number | null;
}
export interface Run extends Portion {
  /** Rows that are dealt with, of all. */
  readonly done: number;
}

export const BEGUN: Run = { added: 0, known: 0, faulty: 0, faults: [], nextRow: 1, done: 0 };

export const after = (run: Run, portion: Portion): Run => ({
  added: run.added + portion.added,
  known: run.known + portion.known,
  faulty: run.faulty + portion.faulty,
  faults: [...run.faults, ...portion.faults],
  nextRow: portion.nextRow,
  done: run.done + portion.added + portion.known + portion.faulty,
});

export const isOver = (run: Run): boolean => run.nextRow === null;
