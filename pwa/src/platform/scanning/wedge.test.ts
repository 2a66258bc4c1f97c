import { afterEach, describe, expect, test, vi } from "vitest";
import { repeatFilter } from "./scan";
import { listenForWedge, WEDGE_DEFAULTS, wedgeReader, type KeyPress, type WedgeSettings } from "./wedge";

const key = (character: string, at: number, more: Partial<KeyPress> = {}): KeyPress => ({
  key: character,
  code: "",
  shift: false,
  control: false,
  at,
  ...more,
});

function scanned(
  characters: readonly Partial<KeyPress>[],
  settings: WedgeSettings = WEDGE_DEFAULTS,
  gap = 10,
) {
  const reader = wedgeReader(settings);
  const found = characters.map((press, index) => reader.press({ ...key("", index * gap), ...press }));
  return found.find((one) => one !== null && one !== "typing") ?? null;
}
const typed = (text: string): Partial<KeyPress>[] => [...text].map((character) => ({ key: character }));
const ENTER = { key: "Enter" };

describe("a hand scanner", () => {
  test("is a burst that ends with the terminator", () => {
    expect(scanned([...typed("0106901234567892"), ENTER])).toEqual({ text: "0106901234567892" });
  });

  test("is not a person who types", () => {
    expect(scanned([...typed("0106901234567892"), ENTER], WEDGE_DEFAULTS, 120)).toBeNull();
  });

  test("is not somebody who presses Enter a while after a fast word", () => {
    const reader = wedgeReader();
    typed("fast").forEach((press, index) => reader.press({ ...key("", index * 10), ...press }));
    expect(reader.press(key("Enter", 900))).toBeNull();
  });

  test.each([
    ["Ctrl+]", { key: "]", code: "BracketRight", control: true }],
    ["F8", { key: "F8", code: "F8" }],
  ])("says FNC1 with %s", (_name, fnc1) => {
    expect(scanned([...typed("10AB"), fnc1, ...typed("17270331"), ENTER])).toEqual({
      text: "10AB\u001d17270331",
    });
  });

  test("says FNC1 with the separator it was set to, and otherwise leaves that character alone", () => {
    const scan = [...typed("10AB|17270331"), ENTER];
    expect(scanned(scan, { ...WEDGE_DEFAULTS, separators: ["|"] })).toEqual({ text: "10AB\u001d17270331" });
    expect(scanned(scan)).toEqual({ text: "10AB|17270331" });
  });

  test("works with an input method switched on", () => {
    const withMethod = [
      { key: "Process", code: "KeyA", shift: true },
      { key: "Process", code: "KeyB" },
      { key: "Process", code: "Digit1" },
      { key: "Process", code: "Digit9", shift: true },
      { key: "１" },
      { key: "Process", code: "Enter" },
    ];
    expect(scanned(withMethod)).toEqual({ text: "Ab1(1" });
  });

  test("loses its prefix and keeps capital letters made with Shift", () => {
    const scan = [
      ...typed("~LOT"),
      { key: "Shift" },
      { key: "B", shift: true },
      ...typed("147"),
      { key: "Tab" },
    ];
    expect(scanned(scan, { ...WEDGE_DEFAULTS, prefix: "~", terminator: "Tab" })).toEqual({ text: "LOTB147" });
  });

  test("loses its suffix, and only at the end", () => {
    const scan = [...typed("#A#B147#"), ENTER];
    expect(scanned(scan, { ...WEDGE_DEFAULTS, suffix: "#" })).toEqual({ text: "#A#B147" });
  });
});

describe("on a page", () => {
  const fields: HTMLInputElement[] = [];
  afterEach(() => fields.splice(0).forEach((field) => field.remove()));

  test("a scan typed into a focused field is taken out of it and reported once", () => {
    const onScan = vi.fn<(text: string) => void>();
    const stop = listenForWedge(onScan);
    const field = document.createElement("input");
    fields.push(field);
    document.body.append(field);
    field.value = "note ";
    for (const character of "2609B147") {
      const pressed = new KeyboardEvent("keydown", { key: character, bubbles: true, cancelable: true });
      field.dispatchEvent(pressed);
      field.value += character;
    }
    const enter = new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true });
    field.dispatchEvent(enter);

    expect(onScan.mock.calls).toEqual([["2609B147"]]);
    expect([field.value, enter.defaultPrevented]).toEqual(["note ", true]);
    stop();
    field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
    expect(onScan).toHaveBeenCalledTimes(1);
  });
});

test("a code in view counts once; it counts again after 1.5 s out of sight", () => {
  const isNew = repeatFilter();
  expect([0, 500, 1900, 3300].map((at) => isNew("A", at))).toEqual([true, false, false, false]);
  expect([isNew("B", 3400), isNew("A", 4800), isNew("A", 6299)]).toEqual([true, true, false]);
});
