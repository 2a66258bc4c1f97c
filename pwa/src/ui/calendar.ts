/** Dates as people type them. A day that does not exist is never turned into another one. */

/** What papers can name; a year outside it is a slip of the fingers, and the server refuses it too. */
const YEARS = { first: 1900, last: 2199 } as const;

/** "20270331", "2027-3-31", "2027/03/31", full-width digits → "2027-03-31"; null when there is no such day, or no paper could name it. */
export function typedDate(text: string): string | null {
  const plain = text.normalize("NFKC").trim();
  const [, year, month, day] =
    /^(\d{4})[-/.年 ](\d{1,2})[-/.月 ](\d{1,2})日?$/.exec(plain) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(plain) ??
    [];
  if (year === undefined || month === undefined || day === undefined) return null;
  if (Number(year) < YEARS.first || Number(year) > YEARS.last) return null;
  const date = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const real = new Date(`${date}T00:00:00Z`);
  return Number.isNaN(real.getTime()) || real.toISOString().slice(0, 10) !== date ? null : date;
}
