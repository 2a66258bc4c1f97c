/** Temperature classes of storage, and what a reading means against its limits. */
import type { PlainKey } from "@/i18n";
import type { IconName } from "./icons";

export type StorageClassName = "ambient" | "cool" | "refrigerated" | "frozen" | "deepFrozen";

interface StorageClassLook {
  readonly icon: IconName;
  readonly label: PlainKey;
  readonly range: string;
}

/** Shape and colour belong together; the colour is the CSS variable of the same name. */
export const STORAGE_CLASSES: Readonly<Record<StorageClassName, StorageClassLook>> = {
  ambient: { icon: "circle", label: "ui.ambient", range: "10–30" },
  cool: { icon: "diamond", label: "ui.cool", range: "≤ 20" },
  refrigerated: { icon: "snowflake", label: "ui.refrigerated", range: "2–8" },
  frozen: { icon: "asterisk", label: "ui.frozen", range: "−25 ~ −15" },
  deepFrozen: { icon: "star", label: "ui.deepFrozen", range: "≤ −70" },
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
