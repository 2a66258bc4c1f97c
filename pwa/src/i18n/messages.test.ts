import { afterEach, describe, expect, test } from "vitest";
import { language, preferredLanguage, speak, t } from ".";
import en from "./en";
import zh from "./zh-CN";
import type { Plural } from "./words";

const FORBIDDEN = /错误|操作失败|[!！]/;

interface Entry {
  readonly key: string;
  readonly texts: readonly string[];
}

function entries(
  catalogue: Readonly<Record<string, Readonly<Record<string, string | Plural>>>>,
): readonly Entry[] {
  return Object.entries(catalogue).flatMap(([domain, messages]) =>
    Object.entries(messages).map(([name, message]) => ({
      key: `${domain}.${name}`,
      texts: typeof message === "string" ? [message] : [message.one, message.other],
    })),
  );
}
const placeholders = (text: string): string[] =>
  [...text.matchAll(/\{(\w+)\}/g)].map(([hole]) => hole).sort();

afterEach(() => speak("zh-CN"));

describe("every message", () => {
  test("has the same keys in both languages", () => {
    expect(entries(en).map(({ key }) => key)).toEqual(entries(zh).map(({ key }) => key));
  });

  test("has the same placeholders in both languages", () => {
    const chinese = new Map(entries(zh).map(({ key, texts }) => [key, placeholders(texts.join(" "))]));
    for (const { key, texts } of entries(en)) {
      for (const text of texts) expect([key, placeholders(text)]).toEqual([key, chinese.get(key)]);
    }
  });

  test("neither shouts nor blames", () => {
    const offending = [...entries(zh), ...entries(en)].filter(({ texts }) =>
      texts.some((text) => FORBIDDEN.test(text)),
    );
    expect(offending).toEqual([]);
    expect(FORBIDDEN.test("操作失败，请重试！")).toBe(true);
  });

  test("says something, and no English one is left in Chinese", () => {
    expect(
      [...entries(zh), ...entries(en)].filter(({ texts }) => texts.some((text) => text.trim() === "")),
    ).toEqual([]);
    const chinese = entries(en).filter(
      ({ key, texts }) => key !== "app.chinese" && /[\u4e00-\u9fff]/.test(texts.join("")),
    );
    expect(chinese).toEqual([]);
  });
});

describe("t", () => {
  test("fills in what it is given", () => {
    expect(t("ui.showingAsOf", { time: "09:41" })).toBe("显示的是 09:41 的数据");
  });

  test("speaks English after the language was changed, with its singular", async () => {
    await speak("en");
    expect(t("ui.daysLeft", { count: 1 })).toBe("1 day left");
    expect(t("ui.daysLeft", { count: 129 })).toBe("129 days left");
    expect([language(), document.documentElement.lang]).toEqual(["en", "en"]);
  });
});

test.each([
  [["zh-TW", "en"], "zh-CN"],
  [["en-GB", "zh-CN"], "zh-CN"],
  [["de", "fr"], "en"],
  [[], "zh-CN"],
] as const)("a browser that asks for %j is answered in %s", (wanted, expected) => {
  expect(preferredLanguage(wanted)).toBe(expected);
});
