import { read } from "@scanners/label";
import { expect, test } from "vitest";
import { spokenNotes, whyNotRead } from "./notes";

const SOURCES = import.meta.glob<string>("../../../../scanners/*.ts", {
  query: "?raw",
  import: "default",
  eager: true,
});
const NOTE = /\bnote\("([a-z_0-9]+)"/g;
const notesOf = (text: string, symbology: string | null = null) => {
  const answer = read(text, symbology, { year: 2026 });
  return answer.outcome === "label" ? spokenNotes(answer.notes) : null;
};

test("whatever a reader can note has words of its own", () => {
  const said = Object.values(SOURCES).flatMap((source) =>
    [...source.matchAll(NOTE)].map(([, what = ""]) => what),
  );
  const wordless = said.filter((what) => {
    const { compare, know } = spokenNotes([{ what, field: "" }]);
    return [...compare, ...know].some(({ says }) => says === "readings.other");
  });

  expect(new Set(said).size).toBeGreaterThan(25);
  expect(wordless.filter((what) => what !== "ambiguous")).toEqual([]);
});

test("two expiry dates call for a look at the box, a code printed twice does not", () => {
  expect(notesOf("]d201069012345678921727073170032708011430\u001d10AB")?.compare).toEqual([
    { says: "readings.expiryDatesDiffer", field: "17+7003" },
  ]);
  expect(notesOf("(01)06901234567892(10)AB(10)AB")).toEqual({
    compare: [],
    know: [{ says: "readings.repeated", field: "10" }],
  });
});

test("a note without words is still said, and calls for a look", () => {
  expect(spokenNotes([{ what: "from_tomorrow", field: "21" }])).toEqual({
    compare: [{ says: "readings.other", field: "21" }],
    know: [],
  });
});

test("a wrong check digit is told apart from a text that is no code", () => {
  const wrong = read("(01)06901234567893", null, { year: 2026 });
  const text = read("EL-0106", null, { year: 2026 });

  expect(wrong.outcome === "unreadable" && whyNotRead(wrong.reason)).toBe("readings.notReadCheck");
  expect(text.outcome === "unreadable" && whyNotRead(text.reason)).toBeNull();
});
