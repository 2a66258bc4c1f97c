import { expect, test } from "vitest";
import { hiddenFrom, pressed, sorted, tableFile, yuan, type TableColumn } from "./table";

interface Row {
  readonly name: string;
  readonly fen: number;
}
const NAME: TableColumn<Row> = { name: "name", label: "客户", by: ({ name }) => name };
const SUM: TableColumn<Row> = {
  name: "sum",
  label: "金额",
  by: ({ fen }) => fen,
  text: ({ fen }) => yuan(fen),
  largestFirst: true,
};
const ROWS: readonly Row[] = [
  { name: "浙江大学", fen: 900 },
  { name: "复旦大学", fen: 12_000 },
];
const names = (rows: readonly Row[]) => rows.map(({ name }) => name);

test("figures sort as figures, names as Chinese; the first press on money shows the largest, the second turns round", () => {
  const byName = pressed({ by: "sum", descending: true }, NAME);
  expect(names(sorted(ROWS, [NAME, SUM], byName))).toEqual(["复旦大学", "浙江大学"]);
  const bySum = pressed(byName, SUM);
  expect(bySum).toEqual({ by: "sum", descending: true });
  expect(names(sorted(ROWS, [NAME, SUM], bySum))).toEqual(["复旦大学", "浙江大学"]);
  expect(names(sorted(ROWS, [NAME, SUM], pressed(bySum, SUM)))).toEqual(["浙江大学", "复旦大学"]);
});

test("a column that is not there leaves the rows as they came", () => {
  expect(sorted(ROWS, [NAME], { by: "sum", descending: false })).toBe(ROWS);
});

test("the file has the columns that are shown, money as figures, and no formula", () => {
  for (const formula of ["+1", "-A1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "　＝1", "＠a"])
    expect(tableFile([{ name: formula, fen: 0 }], [NAME])).toContain(`'${formula}`);
  expect(tableFile([{ name: '=A1,"x"', fen: -5 }, ...ROWS], [NAME, SUM])).toBe(
    '\uFEFF客户,金额\r\n"\'=A1,""x""",-0.05\r\n浙江大学,9.00\r\n复旦大学,120.00\r\n',
  );
});

test("what was kept about columns by somebody else hides nothing", () => {
  expect(hiddenFrom('["lines",3]')).toEqual(["lines"]);
  expect(hiddenFrom("{")).toEqual([]);
  expect(hiddenFrom('"lines"')).toEqual([]);
  expect(hiddenFrom(null)).toEqual([]);
});
