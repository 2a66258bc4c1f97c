/** What was read of a photo so far, and what of it is believed in the end. */

import { AS_IT_IS, mayBeAPart, SECONDING_ONLY, type Code } from "./engines";
import { SEPARATOR } from "./raw";

const BARS: ReadonlySet<string> = new Set([
  "Codabar",
  "Code128",
  "Code39",
  "Code93",
  "EAN13",
  "EAN8",
  "ITF",
  "UPCE",
]);
const BARS_BESIDE_SIDE = 1_000;

export interface Sighted {
  take(code: Code): void;
  isCertain(): boolean;
  isDoubtful(): boolean;
  /** Something is certain; but beside bars are often more bars, some smaller: two on a book, three on a box. */
  isEnough(longest: number): boolean;
  awaitsTheOtherEngine(): boolean;
  /** The certain ones, and beside them only those doubtful ones that zxing saw in the picture as it is. */
  codes(): readonly Code[];
}

export function nothingSighted(): Sighted {
  /** By its text and format what is certain, by its text what one weak engine says. */
  const certain = new Map<string, Code>();
  const doubtful = new Map<string, Code>();

  return {
    take(read) {
      const code = agreed(read, doubtful);
      const text = same(code);
      if (!code.confirmed) {
        const mayStand = code.engine === "zxing" || !SECONDING_ONLY.has(code.format);
        if (mayStand && !doubtful.has(text)) doubtful.set(text, code);
        return;
      }
      const isKnown = [...certain.values()].some((other) => asZbarHasIt(same(other)) === asZbarHasIt(text));
      if (code.engine === "zbar" && isKnown) return;
      doubtful.delete(text);
      const key = `${code.format} ${text}`;
      if (!certain.has(key)) certain.set(key, code);
    },
    isCertain: () => certain.size > 0,
    isDoubtful: () => doubtful.size > 0,
    isEnough(longest) {
      const barsOnly = [...certain.values()].every(({ format }) => BARS.has(format));
      return certain.size > 0 && !(barsOnly && longest <= BARS_BESIDE_SIDE);
    },
    awaitsTheOtherEngine: () => [...doubtful.values()].some((code) => isAsItIs(code) && !mayBeAPart(code)),
    codes() {
      const whole = [...doubtful.values()].filter((code) => !mayBeAPart(code));
      if (certain.size === 0) return whole.length > 0 ? whole : longest([...doubtful.values()]);
      const texts = new Set(Array.from(certain.values(), same));
      return [...certain.values(), ...whole.filter((code) => isAsItIs(code) && !texts.has(same(code)))];
    },
  };
}

/** The code, confirmed if the other engine has seen the same text before; named as zxing names it. */
function agreed(code: Code, doubtful: ReadonlyMap<string, Code>): Code {
  const before = doubtful.get(same(code));
  if (code.confirmed || before === undefined || before.engine === code.engine) return code;
  const fromZxing = before.engine === "zxing" ? before : code;
  // Both engines stop at the same bar when they see only a part.
  if (fromZxing.format === "ITF" && mayBeAPart(fromZxing)) return code;
  return { ...fromZxing, confirmed: true };
}

const isAsItIs = ({ engine, stage }: Code): boolean => engine === "zxing" && AS_IT_IS.has(stage);

function longest(parts: readonly Code[]): readonly Code[] {
  return parts.filter((code) => parts.filter(({ text }) => text.includes(code.text)).length === 1);
}

/** By what two engines' readings of one code are known as one: zbar may leave the leading FNC1 on. */
function same({ text }: Code): string {
  let [from, to] = [0, text.length];
  while (text[from] === SEPARATOR) from += 1;
  while (to > from && text[to - 1] === SEPARATOR) to -= 1;
  return text.slice(from, to);
}

/** Without the eighth bit: zbar does not follow FNC4 of Code 128 and gives é as i. */
function asZbarHasIt(text: string): string {
  return Array.from(text, (sign) => String.fromCodePoint((sign.codePointAt(0) ?? 0) & 0x7f)).join("");
}
