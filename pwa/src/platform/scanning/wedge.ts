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
  /** Between two keys of a scan, and on average over a scan that stuttered. */
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
/**
 * A scan may stand still between two of its keys: a radio that sends again, an input method that is busy. What came
 * before such a pause belongs to it all the same; thrown away, the rest would read as a shorter code. A busy page makes
 * no pause: keys carry the time at which they were pressed, not the one at which the page got round to them.
 */
const STUTTER_MS_MAX = 400;
const STUTTERS_MAX = 2;

/** What a key event says, without the event. `at` in milliseconds. */
export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly shift: boolean;
  readonly capsLock: boolean;
  readonly control: boolean;
  readonly at: number;
}

export interface WedgeReader {
  /**
   * The whole scan when this key ends one, with the number of bursts it came in; "begins" where a burst does, "typing"
   * inside one, null for a key that is no part of any.
   */
  press(press: KeyPress): { readonly text: string; readonly bursts: number } | "begins" | "typing" | null;
}

interface Burst {
  text: string;
  readonly from: number;
  to: number;
}

export function wedgeReader(settings: WedgeSettings = WEDGE_DEFAULTS): WedgeReader {
  let bursts: Burst[] = [];
  return {
    press(press) {
      const burst = bursts.at(-1);
      const gap = burst === undefined ? Number.POSITIVE_INFINITY : press.at - burst.to;
      if (
        press.key === settings.terminator ||
        (press.key === "Process" && press.code === settings.terminator)
      ) {
        const scan = gap <= settings.gapMsMax ? scanOf(bursts, settings) : null;
        bursts = [];
        return scan;
      }
      const character = characterOf(press);
      if (character === null) return null; // Shift and friends: neither part of a scan nor the end of one.
      if (burst !== undefined && gap <= settings.gapMsMax && burst.text.length < LENGTH_MAX) {
        burst.text += character;
        burst.to = press.at;
        return "typing";
      }
      const before = gap <= STUTTER_MS_MAX ? bursts.slice(-BURSTS_KEPT) : [];
      bursts = [...before, { text: character, from: press.at, to: press.at }];
      return "begins";
    },
  };
}

/** One more than a scan has, so that a hand that types on and on is told from a scan that stutters. */
const BURSTS_KEPT = STUTTERS_MAX + 1;

/** What a hand typed just before is left out; a scan of which it cannot be said where it begins is none. */
function scanOf(bursts: readonly Burst[], settings: WedgeSettings): ReturnType<WedgeReader["press"]> {
  const parts = bursts.length > BURSTS_KEPT ? bursts.slice(-1) : bursts;
  const [first, last] = [parts[0], parts.at(-1)];
  const typed = parts.map(({ text }) => text).join("");
  if (first === undefined || last === undefined) return null;
  const isTooSlow = last.to - first.from > settings.gapMsMax * (typed.length - 1);
  const text = meant(typed, settings);
  return isTooSlow || text.length < settings.lengthMin ? null : { text, bursts: parts.length };
}

/** Listens on the whole page; what a burst typed into a focused field is taken out of it again. */
export function listenForWedge(
  onScan: (text: string) => void,
  settings: WedgeSettings = WEDGE_DEFAULTS,
  target: Document = document,
): () => void {
  const reader = wedgeReader(settings);
  /** What the field held as each of the last bursts began. */
  let before: ({ field: HTMLInputElement | HTMLTextAreaElement; value: string } | null)[] = [];

  const listen = (event: KeyboardEvent): void => {
    const found = reader.press({
      key: event.key,
      code: event.code,
      shift: event.shiftKey,
      capsLock: event.getModifierState("CapsLock"),
      control: event.ctrlKey,
      at: event.timeStamp,
    });
    if (found === "begins") {
      const { target: at } = event;
      before = [...before.slice(1 - BURSTS_KEPT), isTextField(at) ? { field: at, value: at.value } : null];
    }
    if (found !== null && typeof found === "object") {
      event.preventDefault();
      event.stopPropagation();
      const held = before.at(-found.bursts) ?? null;
      if (held !== null) putBack(held.field, held.value);
      before = [];
      onScan(found.text);
    } else if (found !== null && event.ctrlKey) {
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

function characterOf({ key, code, shift, capsLock, control }: KeyPress): string | null {
  if (key === "F8" || (control && (key === "]" || code === "BracketRight"))) return FNC1;
  if (control) return null;
  if (key.length === 1) return halfWidth(key);
  return key === "Process" || key === "Unidentified" ? placeOnBoard(code, shift, capsLock) : null;
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

/** The same sign as without the input method: the caps lock turns letters over, and nothing else. */
function placeOnBoard(code: string, shift: boolean, capsLock: boolean): string | null {
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (letter !== undefined) return shift === capsLock ? letter.toLowerCase() : letter;
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
