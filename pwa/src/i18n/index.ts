/**
 * Every word a person reads. `t("sales.submitted", { number })` is typed: the key must exist in Chinese, and the
 * placeholders of its text must be given.
 */
import { shallowRef } from "vue";
import type { Placeholders, Plural } from "./words";
import type zh from "./zh-CN";

export type Language = "zh-CN" | "en";
export const LANGUAGES: readonly Language[] = ["zh-CN", "en"];

type Catalogue = typeof zh;
type Domain = keyof Catalogue & string;

export type MessageKey = { [D in Domain]: `${D}.${keyof Catalogue[D] & string}` }[Domain];

type TextOf<K> = K extends `${infer D}.${infer N}`
  ? D extends Domain
    ? N extends keyof Catalogue[D]
      ? Catalogue[D][N]
      : never
    : never
  : never;
type NamesIn<K> = TextOf<K> extends infer Text ? (Text extends string ? Placeholders<Text> : never) : never;

/** Messages without placeholders: what a page, tab or choice may be titled with. */
export type PlainKey = { [K in MessageKey]: [NamesIn<K>] extends [never] ? K : never }[MessageKey];

type Parameters<K> = [NamesIn<K>] extends [never]
  ? []
  : [values: Readonly<Record<NamesIn<K>, string | number>>];

const current = shallowRef<Language>("zh-CN");
const texts = shallowRef<ReadonlyMap<string, string | Plural>>(new Map());

export const language = (): Language => current.value;

export function t<K extends MessageKey>(key: K, ...[values]: Parameters<K>): string {
  return filled(texts.value.get(key) ?? key, values ?? {}, current.value);
}

/** Resolves when the language is shown. Only the words of the language that is spoken are loaded. */
export async function speak(wanted: Language): Promise<void> {
  const catalogue = (await (wanted === "en" ? import("./en") : import("./zh-CN"))).default;
  texts.value = flattened(catalogue);
  current.value = wanted;
  document.documentElement.lang = wanted;
}

/** What the browser asks for: Chinese of any kind is answered in Chinese, everything else in English. */
export function preferredLanguage(wanted: readonly string[]): Language {
  return wanted.length === 0 || wanted.some((tag) => tag.toLowerCase().startsWith("zh")) ? "zh-CN" : "en";
}

function filled(
  message: string | Plural,
  values: Readonly<Record<string, string | number>>,
  wanted: Language,
): string {
  const text = typeof message === "string" ? message : message[pluralForm(values["count"], wanted)];
  return text.replaceAll(/\{(\w+)\}/g, (hole, name: string) => String(values[name] ?? hole));
}

function pluralForm(count: string | number | undefined, wanted: Language): "one" | "other" {
  return new Intl.PluralRules(wanted).select(Number(count)) === "one" ? "one" : "other";
}

function flattened(
  catalogue: Readonly<Record<string, Readonly<Record<string, string | Plural>>>>,
): ReadonlyMap<string, string | Plural> {
  const all = new Map<string, string | Plural>();
  for (const [domain, entries] of Object.entries(catalogue)) {
    for (const [name, text] of Object.entries(entries)) all.set(`${domain}.${name}`, text);
  }
  return all;
}
