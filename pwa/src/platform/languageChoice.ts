import { LANGUAGES, preferredLanguage, speak, type Language } from "@/i18n";
import { forget, keep, recall } from "./memory";

const KEY = "language"; // public/first-paint.js reads the same key.
const UNTOLD = "languageUntold";

/** The kept choice, else what the browser asks for. */
export async function speakChosenLanguage(): Promise<void> {
  await speak(known(recall(KEY)) ?? preferredLanguage(navigator.languages));
}

export async function chooseLanguage(language: Language): Promise<void> {
  keep(KEY, language);
  await speak(language);
}

export const hasChosenLanguage = (): boolean => recall(KEY) !== null;

/** Their account is to learn of the choice at the next contact; null: whoever signs in here next. */
export function leaveUntold(language: Language, userId: string | null): void {
  keep(UNTOLD, `${language} ${userId ?? ""}`);
}

/** The choice that this person's account was not told of yet. */
export function untoldLanguage(userId: string): Language | null {
  const [language = null, chooser = ""] = recall(UNTOLD)?.split(" ") ?? [];
  return chooser === "" || chooser === userId ? known(language) : null;
}

export const languageIsTold = (): void => forget(UNTOLD);

const known = (stored: string | null): Language | null =>
  LANGUAGES.find((language) => language === stored) ?? null;
