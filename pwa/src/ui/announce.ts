/** What just happened, in one line: shown for a moment and read aloud. Never the only place where a refusal is told. */
import { readonly, shallowRef } from "vue";

export type Tone = "plain" | "good" | "warning" | "refused";

export interface Announcement {
  readonly number: number;
  readonly text: string;
  readonly tone: Tone;
  readonly undo: (() => void) | null;
}

const SHOWN_MS = 4_000;
const SHOWN_WITH_UNDO_MS = 8_000;

const current = shallowRef<Announcement | null>(null);
const counter = { last: 0 };

export const announcement = readonly(current);

export function announce(text: string, tone: Tone = "plain", undo: (() => void) | null = null): void {
  counter.last += 1;
  const number = counter.last;
  current.value = { number, text, tone, undo };
  setTimeout(() => silence(number), undo === null ? SHOWN_MS : SHOWN_WITH_UNDO_MS);
}

export function silence(number: number): void {
  if (current.value?.number === number) current.value = null;
}
