/**
 * The phone's own search in what it keeps: `search_key` and `search_pattern` of the server's foundation/text, as far as a
 * phone needs them. The server made the key (pinyin, initials, codes); here it is only looked into.
 */

/** Whether a key holds all that was typed, in that order; spaces stand for anything. */
export function searchFor(typed: string): (key: string) => boolean {
  const parts = folded(typed).split(" ");
  return (key) => {
    let from = 0;
    for (const part of parts) {
      const at = key.indexOf(part, from);
      if (at < 0) return false;
      from = at + part.length;
    }
    return true;
  };
}

/** Full-width to half-width, no case, one space between words: upper case first, as case folding makes ß to ss. */
function folded(text: string): string {
  return text.normalize("NFKC").toUpperCase().toLowerCase().replaceAll("ς", "σ").trim().replace(/\s+/gu, " ");
}
