/** How this device scans: one by one or many, spoken or not, what its hand scanner sends. Kept on the device. */
import { readonly, shallowRef } from "vue";
import { object, picklist, boolean, string, pipe, maxLength, array, safeParse, fallback } from "valibot";
import { keep, recall } from "../memory";
import { WEDGE_DEFAULTS, type WedgeSettings } from "./wedge";

export type ScanMode = "one" | "many";

export interface ScannerSettings {
  readonly mode: ScanMode;
  readonly spoken: boolean;
  readonly wedge: WedgeSettings;
}

const KEY = "scanner";
const SIGNS_MAX = 8;
const signs = pipe(string(), maxLength(SIGNS_MAX));
const KEPT = object({
  mode: fallback(picklist(["one", "many"]), "one"),
  spoken: fallback(boolean(), false),
  prefix: fallback(signs, ""),
  suffix: fallback(signs, ""),
  terminator: fallback(picklist(["Enter", "Tab"]), "Enter"),
  separators: fallback(array(signs), WEDGE_DEFAULTS.separators),
});

const current = shallowRef<ScannerSettings>(kept());

export const scannerSettings = readonly(current);

export function changeScanner(change: Partial<ScannerSettings>): void {
  current.value = { ...current.value, ...change };
  const { mode, spoken, wedge } = current.value;
  const { prefix, suffix, terminator, separators } = wedge;
  keep(KEY, JSON.stringify({ mode, spoken, prefix, suffix, terminator, separators }));
}

function kept(): ScannerSettings {
  const { output, success } = safeParse(KEPT, parsed(recall(KEY)));
  if (!success) return { mode: "one", spoken: false, wedge: WEDGE_DEFAULTS };
  const { mode, spoken, ...wedge } = output;
  return { mode, spoken, wedge: { ...WEDGE_DEFAULTS, ...wedge } };
}

function parsed(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null; // Somebody else's, or half written: the defaults do.
  }
}
