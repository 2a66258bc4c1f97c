/** What a table at a desk is made of: columns that sort, hide and go into a file. Pure. */
import { csvOf } from "./csv";

export interface TableColumn<Row> {
  /** Also the name of the slot that draws the cell; without one the text is shown. */
  readonly name: string;
  readonly label: string;
  /** What it sorts by: figures as figures, words as Chinese reads them. */
  readonly by: (row: Row) => string | number;
  /** As it stands in a file; what it sorts by where nothing else is said. */
  readonly text?: (row: Row) => string;
  readonly right?: true;
  /** The first press sorts down: money and days. */
  readonly largestFirst?: true;
}

export interface Sorting {
  readonly by: string;
  readonly descending: boolean;
}

export function sorted<Row>(
  rows: readonly Row[],
  columns: readonly TableColumn<Row>[],
  { by, descending }: Sorting,
): readonly Row[] {
  const column = columns.find(({ name }) => name === by);
  if (column === undefined) return rows;
  const compare = (left: Row, right: Row): number => {
    const [one, other] = [column.by(left), column.by(right)];
    return typeof one === "number" && typeof other === "number"
      ? one - other
      : String(one).localeCompare(String(other), "zh-Hans-CN");
  };
  return [...rows].sort((left, right) => (descending ? compare(right, left) : compare(left, right)));
}

/** A column's first press sorts it up, or down where that is what one looks for; the second turns it round. */
export const pressed = (now: Sorting, column: TableColumn<never>): Sorting => ({
  by: column.name,
  descending: now.by === column.name ? !now.descending : column.largestFirst === true,
});

export const tableFile = <Row>(rows: readonly Row[], columns: readonly TableColumn<Row>[]): string =>
  csvOf(
    columns.map(({ label }) => label),
    rows.map((row) => columns.map((column) => column.text?.(row) ?? String(column.by(row)))),
  );

/** Names of hidden columns as they were kept; what is not a list of words hides nothing. */
export function hiddenFrom(kept: string | null): readonly string[] {
  try {
    const read: unknown = JSON.parse(kept ?? "[]");
    return Array.isArray(read) ? read.filter((one) => typeof one === "string") : [];
  } catch {
    return [];
  }
}

/** Whole fen as a spreadsheet reads them: 1286005 → "12860.05". */
export const yuan = (fen: number): string => (fen / 100).toFixed(2);
