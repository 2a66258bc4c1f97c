/**
 * A hardware scanner that types: a burst of keys no hand could make, ended by a terminator. It works with an input
 * method switched on (keys arrive as "Process": the key's place on the board is read instead) and wherever the focus is.
 */

export interface WedgeSettings {
  /** The key that ends a scan. */
  readonly terminator: "Enter" | "Tab";
  /** What the scanner sends for FNC1 beside Ctrl+] and F8, which are always understood. */
  readonly separators: readonly string[];
  /** Characters the scanner was told to put before a scan, if any. */
  readonly prefix: string;
  /** And after it, before the terminator. */
  readonly suffix: string;
  readonly gapMsMax: number;
  readonly lengthMin: number;
}

export const WEDGE_DEFAULTS: WedgeSettings = {
  terminator: "Enter",
  separators: ["{GS}"],
  prefix: "",
  suffix: "",
  gapMsMax: 80,
  lengthMin: 4,
};

const FNC1 = "\u001d";
const LENGTH_MAX = 2_000;

/** What a key event says, without the event. `at` in milliseconds. */
export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly shift: boolean;
  readonly control: boolean;
  readonly at: number;
}

export interface WedgeReader {
  /** The whole scan when this key ends one; "typing" while a burst may be going on; null for a key of a hand. */
  press(press: KeyPress): { readonly text: string } | "typing" | null;
}

export function wedgeReader(settings: WedgeSettings = WEDGE_DEFAULTS): WedgeReader {
  let typed = "";
  let lastAt = Number.NEGATIVE_INFINITY;
  return {
    press(press) {
      const inBurst = press.at - lastAt <= settings.gapMsMax;
      if (
        press.key === settings.terminator ||
        (press.key === "Process" && press.code === settings.terminator)
      ) {
        const text = inBurst ? meant(typed, settings) : "";
        typed = "";
        return text.length >= settings.lengthMin ? { text } : null;
      }
      const character = characterOf(press);
      if (character === null) return null; // Shift and friends: neither part of a scan nor the end of one.
      typed = inBurst && typed.length < LENGTH_MAX ? typed + character : character;
      lastAt = press.at;
      return typed.length > 1 ? "typing" : null;
    },
  };
}

/** Listens on the whole page; what a burst typed into a focused field is taken out of it again. */
export function listenForWedge(
  onScan: (text: string) => void,
  settings: WedgeSettings = WEDGE_DEFAULTS,
  target: Document = document,
): () => void {
  const reader = wedgeReader(settings);
  let before: { field: HTMLInputElement | HTMLTextAreaElement; value: string } | null = null;

  const listen = (event: KeyboardEvent): void => {
    const found = reader.press({
      key: event.key,
      code: event.code,
      shift: event.shiftKey,
      control: event.ctrlKey,
      at: event.timeStamp,
    });
    if (found === null) {
      before = isTextField(event.target) ? { field: event.target, value: event.target.value } : null;
    } else if (found !== "typing") {
      event.preventDefault();
      event.stopPropagation();
      if (before !== null) putBack(before.field, before.value);
      before = null;
      onScan(found.text);
    } else if (event.ctrlKey) {
      event.preventDefault(); // Ctrl+] inside a scan is data, not a shortcut of the browser.
    }
  };
  target.addEventListener("keydown", listen, { capture: true });
  return () => target.removeEventListener("keydown", listen, { capture: true });
}

function meant(typed: string, { prefix, suffix, separators }: WedgeSettings): string {
  const started = prefix !== "" && typed.startsWith(prefix) ? typed.slice(prefix.length) : typed;
  const bare = suffix !== "" && started.endsWith(suffix) ? started.slice(0, -suffix.length) : started;
  return separators.reduce((text, separator) => text.replaceAll(separator, FNC1), bare);
}

function characterOf({ key, code, shift, control }: KeyPress): string | null {
  if (key === "F8" || (control && (key === "]" || code === "BracketRight"))) return FNC1;
  if (control) return null;
  if (key.length === 1) return halfWidth(key);
  return key === "Process" || key === "Unidentified" ? placeOnBoard(code, shift) : null;
}

/** Input methods turn digits and letters into their full-width twins. */
function halfWidth(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  return point >= 0xff01 && point <= 0xff5e ? String.fromCodePoint(point - 0xfee0) : character;
}

const SHIFTED_DIGITS = ")!@#$%^&*(";
const PLACES: Readonly<Record<string, readonly [plain: string, shifted: string]>> = {
  Minus: ["-", "_"],
  Equal: ["=", "+"],
  BracketLeft: ["[", "{"],
  BracketRight: ["]", "}"],
  Backslash: ["\\", "|"],
  Semicolon: [";", ":"],
  Quote: ["'", '"'],
  Comma: [",", "<"],
  Period: [".", ">"],
  Slash: ["/", "?"],
  Backquote: ["`", "~"],
  Space: [" ", " "],
};

function placeOnBoard(code: string, shift: boolean): string | null {
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (letter !== undefined) return shift ? letter : letter.toLowerCase();
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1];
  if (digit !== undefined) return shift ? SHIFTED_DIGITS.charAt(Number(digit)) : digit;
  const pair = PLACES[code];
  return pair === undefined ? null : pair[shift ? 1 : 0];
}

function isTextField(target: EventTarget | null): target is HTMLInputElement | HTMLTextAreaElement {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}

function putBack(field: HTMLInputElement | HTMLTextAreaElement, value: string): void {
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
