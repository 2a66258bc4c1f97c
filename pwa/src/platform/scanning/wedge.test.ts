import { afterEach, describe, expect, test, vi } from "vitest";
import { repeatFilter } from "./scan";
import { listenForWedge, WEDGE_DEFAULTS, wedgeReader, type KeyPress, type WedgeSettings } from "./wedge";

const key = (character: string, at: number, more: Partial<KeyPress> = {}): KeyPress => ({
  key: character,
  code: "",
  shift: false,
  capsLock: false,
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
  const scan = found.find((one) => one !== null && typeof one === "object") ?? null;
  return scan === null ? null : { text: scan.text };
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

describe("a hand scanner that stands still between two keys", () => {
  const CODE = "0106901234567892";
  /** `pauses`: before the key of that place, in ms; the others come 4 ms after the last. */
  function paused(text: string, pauses: Readonly<Record<number, number>>): string | null {
    const reader = wedgeReader();
    let at = 0;
    const said = [...text, "Enter"].map((name, index) => {
      at += pauses[index] ?? 4;
      return reader.press(key(name, at));
    });
    const scan = said.find((one) => one !== null && typeof one === "object") ?? null;
    return scan?.text ?? null;
  }

  test.each([1, 2, 7, 15])("after %i of its characters loses none of them", (place) => {
    expect(paused(CODE, { [place]: 390 })).toBe(CODE);
  });

  test("twice loses none either", () => {
    expect(paused(CODE, { 1: 200, 9: 390 })).toBe(CODE);
  });

  test("in a code too short to be told from a hand reads as nothing, not as its end", () => {
    expect(paused("12AB34", { 1: 390 })).toBe(null);
  });

  test("is not mistaken for the hand that typed until just before", () => {
    expect(paused(`note ${CODE}`, { 1: 150, 2: 150, 3: 150, 4: 150, 5: 300 })).toBe(CODE);
    expect(paused(`2${CODE}`, { 1: 600 })).toBe(CODE);
  });
});

/** The page of the tests has no keyboard, so none with a lamp on it. */
function pressWithLock(isOn: boolean, init: KeyboardEventInit): void {
  const event = new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...init });
  Object.defineProperty(event, "getModifierState", { value: (name: string) => isOn && name === "CapsLock" });
  document.dispatchEvent(event);
}

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

  test.each([
    ["off", false, "Ab1(]D2"],
    ["on", true, "aB1(]d2"],
  ])("letters behind an input method are those of the board, caps lock %s", (_state, capsLock, text) => {
    const onScan = vi.fn<(text: string) => void>();
    const stop = listenForWedge(onScan);
    const press = (code: string, shiftKey = false, name = "Process"): void =>
      pressWithLock(capsLock, { key: name, code, shiftKey });
    press("KeyA", true);
    press("KeyB");
    press("Digit1");
    press("Digit9", true);
    press("BracketRight");
    press("KeyD", true, "Unidentified");
    press("Digit2");
    press("Enter");

    expect(onScan.mock.calls).toEqual([[text]]);
    stop();
  });

  test("letters that come as letters are left as the board made them, caps lock or not", () => {
    const onScan = vi.fn<(text: string) => void>();
    const stop = listenForWedge(onScan);
    for (const name of ["A", "b", "１", "2", "Enter"])
      pressWithLock(true, { key: name, shiftKey: name === "b" });

    expect(onScan.mock.calls).toEqual([["Ab12"]]);
    stop();
  });

  test("keys that a busy page hears all at once are judged by when they were pressed", () => {
    const onScan = vi.fn<(text: string) => void>();
    const stop = listenForWedge(onScan);
    const pressedAt = (name: string, at: number): void => {
      const event = new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true });
      Object.defineProperty(event, "timeStamp", { value: at });
      document.dispatchEvent(event);
    };
    // By the clock of the page all of these come within a millisecond.
    [..."12"].forEach((digit, index) => pressedAt(digit, 1_000 + index * 700));
    [..."0106901234567892", "Enter"].forEach((name, index) => pressedAt(name, 3_000 + index * 3));

    expect(onScan.mock.calls).toEqual([["0106901234567892"]]);
    stop();
  });
});

test("a code in view counts once; it counts again after 1.5 s out of sight", () => {
  const isNew = repeatFilter();
  expect([0, 500, 1900, 3300].map((at) => isNew("A", at))).toEqual([true, false, false, false]);
  expect([isNew("B", 3400), isNew("A", 4800), isNew("A", 6299)]).toEqual([true, true, false]);
});
