/** Types of the message modules: Chinese is the measure, every other language must have the same keys. */

export type Words = Readonly<Record<string, string>>;

/** English needs a singular now and then; it is chosen by the parameter `count`. */
export interface Plural {
  readonly one: string;
  readonly other: string;
}

export type Translation<W extends Words> = { readonly [K in keyof W]: string | Plural };

/** Keeps the literal texts, so that the placeholders of a message are part of its type. */
export const words = <const W extends Words>(entries: W): W => entries;

export type Placeholders<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never;
