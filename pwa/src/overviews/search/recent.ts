/** What a person searched for on this phone, the latest first. Each person has their own. */
import * as v from "valibot";

export const RECENT_MAX = 6;
const WORTH_KEEPING = 2;
const schema = v.array(v.string());

export const recentKey = (userId: string): string => `searches:${userId}`;

export function readRecent(stored: string | null): readonly string[] {
  try {
    const read = v.safeParse(schema, JSON.parse(stored ?? "[]"));
    return read.success ? read.output.slice(0, RECENT_MAX) : [];
  } catch {
    return [];
  }
}

/** `text` first; what was typed on the way to it ("SO-2", "SO-20") is not kept beside it. */
export function withRecent(recent: readonly string[], text: string): readonly string[] {
  const wanted = text.trim();
  if (wanted.length < WORTH_KEEPING) return recent;
  const others = recent.filter((one) => !wanted.toLowerCase().startsWith(one.toLowerCase()));
  return [wanted, ...others].slice(0, RECENT_MAX);
}
