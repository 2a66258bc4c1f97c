import { expect, test } from "vitest";
import { typedCelsius } from "./celsius";

test.each([
  ["4.1", "4.1"],
  [" 4,1 ℃", "4.1"],
  ["４．１", "4.1"],
  ["−80", "-80"],
  ["-18.5°C", "-18.5"],
  ["-0", "0"],
  ["007", "7"],
  ["4.", "4"],
])("%s is read as %s", (text, expected) => {
  expect(typedCelsius(text)).toBe(expected);
});

test.each(["", "-", "warm", "4.12", "1e3", "-300", "999", "4.1.2", "NaN"])("%s is no temperature", (text) => {
  expect(typedCelsius(text)).toBeNull();
});
