import { describe, expect, it } from "vitest";
import { lastUsableDay } from "./printed_expiry";
import vectors from "./vectors/typed/printed_expiry.json";

describe("the maker's word decides", () => {
  it.each(vectors)("$name", ({ word, printed, expect: expected }) => {
    const said = lastUsableDay(word, printed);

    expect(said.found === "day" ? { day: said.day } : { reason: said.reason }).toStrictEqual(expected);
  });
});
