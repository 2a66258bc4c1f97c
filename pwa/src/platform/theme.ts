import { readonly, ref, type Ref } from "vue";
import { keep, recall } from "./memory";

export type Theme = "system" | "light" | "dark";
export const THEMES: readonly Theme[] = ["system", "light", "dark"];

const KEY = "theme"; // public/first-paint.js reads the same key before anything is drawn.

const isTheme = (value: string | null): value is Theme => THEMES.some((theme) => theme === value);

export interface ThemeChoice {
  readonly chosen: Readonly<Ref<Theme>>;
  choose(theme: Theme): void;
}

/** Applies the kept choice and follows the system while the choice is "system". */
export function followTheme(): ThemeChoice {
  const stored = recall(KEY);
  const chosen = ref<Theme>(isTheme(stored) ? stored : "system");
  const systemIsDark = matchMedia("(prefers-color-scheme: dark)");
  const apply = (): void =>
    paint(chosen.value === "dark" || (chosen.value === "system" && systemIsDark.matches));
  systemIsDark.addEventListener("change", apply);
  apply();
  return {
    chosen: readonly(chosen),
    choose(theme) {
      chosen.value = theme;
      keep(KEY, theme);
      apply();
    },
  };
}

function paint(dark: boolean): void {
  document.documentElement.dataset["theme"] = dark ? "dark" : "light";
  const paper = getComputedStyle(document.documentElement).getPropertyValue("--paper").trim();
  document.querySelector('meta[name="theme-color"]')?.setAttribute("content", paper);
}
