import { LANGUAGES, preferredLanguage, speak, type Language } from "@/i18n";
import { keep, recall } from "./memory";

const KEY = "language"; // public/first-paint.js reads the same key.

/** The kept choice, else what the browser asks for. */
export async function speakChosenLanguage(): Promise<void> {
  const stored = recall(KEY);
  await speak(LANGUAGES.find((known) => known === stored) ?? preferredLanguage(navigator.languages));
}

export async function chooseLanguage(language: Language): Promise<void> {
  keep(KEY, language);
  await speak(language);
}

export const hasChosenLanguage = (): boolean => recall(KEY) !== null;
