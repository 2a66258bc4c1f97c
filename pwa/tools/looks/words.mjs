/** The app's own words, so that what is pressed is found in every language by the message that names it. */
import { fromTheApp } from "./pages.mjs";

/** language → key → what the message says: its text, or a pattern where something is filled in. */
export const wordsOfTheApp = () =>
  fromTheApp(async (load) => {
    const [zh, en] = await Promise.all([load("/src/i18n/zh-CN/index.ts"), load("/src/i18n/en/index.ts")]);
    const catalogues = { "zh-CN": zh.default, en: en.default };
    return (language) => (key) => {
      const [domain, name] = key.split(".");
      const text = catalogues[language][domain]?.[name];
      if (text === undefined) throw new Error(`no message ${key}`);
      if (typeof text === "string" && !/\{\w+\}/.test(text)) return text;
      const forms = typeof text === "string" ? [text] : Object.values(text);
      return new RegExp(`^(?:${forms.map(patternOf).join("|")})$`);
    };
  });

/** What stands for itself in a pattern. */
export const literally = (text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

const patternOf = (text) =>
  text
    .split(/\{\w+\}/)
    .map(literally)
    .join(".*");
