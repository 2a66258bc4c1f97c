/** Temperature classes of storage, and what a reading means against its limits. */
import type { PlainKey } from "@/i18n";
import type { IconName } from "./icons";

export type StorageClassName = "ambient" | "cool" | "refrigerated" | "frozen" | "deepFrozen";

interface StorageClassLook {
  readonly icon: IconName;
  readonly label: PlainKey;
  readonly range: string;
}

/**
 * The ranges are the limits that a box of that class is judged by on its way, so that a badge never promises more than
 * is held to (the server's StorageClass.range: −25 to −10 is GB/T 28842; a cabinet at −80 swings up to −60 with its door).
 *
 * Shape and colour belong together; the colour is the CSS variable of the same name. */
export const STORAGE_CLASSES: Readonly<Record<StorageClassName, StorageClassLook>> = {
  ambient: { icon: "circle", label: "ui.ambient", range: "10–30" },
  cool: { icon: "diamond", label: "ui.cool", range: "≤ 20" },
  refrigerated: { icon: "snowflake", label: "ui.refrigerated", range: "2–8" },
  frozen: { icon: "asterisk", label: "ui.frozen", range: "−25 ~ −10" },
  deepFrozen: { icon: "star", label: "ui.deepFrozen", range: "≤ −60" },
};

export interface Limits {
  readonly low: number | null;
  readonly high: number | null;
}

export type Verdict = "in range" | "too warm" | "too cold" | "no data";

/** Limits belong to the range: 8.0 at 2–8 is in range. No reading is never in range. */
export function judged(celsius: number | null, { low, high }: Limits): Verdict {
  if (celsius === null || !Number.isFinite(celsius)) return "no data";
  if (high !== null && celsius > high) return "too warm";
  if (low !== null && celsius < low) return "too cold";
  return "in range";
}
