/** A page as a domain declares it; app/pages.ts collects them into routes and tabs. */
import type { Component } from "vue";
import type { PlainKey } from "@/i18n";
import type { IconName } from "@/ui/icons";

export type Home =
  "sales" | "warehouse" | "driver" | "quality" | "manager" | "finance" | "office" | "customer" | "consignor";

export interface Tab {
  readonly label: PlainKey;
  readonly icon: IconName;
  /** Whose homes show it; "everyone" for all. */
  readonly homes: readonly Home[] | "everyone";
  /** Position from left to right; home is 0, Me is 100. */
  readonly place: number;
}

/** A page on which master data are kept; the section "manage" lists it to whoever has the page's right. */
export interface Managed {
  readonly label: PlainKey;
  /** What is kept there, in half a line. */
  readonly hint: PlainKey;
  readonly icon: IconName;
  /** Position from the top. */
  readonly place: number;
}

export interface Page {
  readonly path: string;
  readonly name: string;
  readonly title: PlainKey;
  readonly load: () => Promise<{ default: Component }>;
  readonly tab?: Tab;
  readonly manage?: Managed;
  /** Without this right the page is not offered. */
  readonly right?: string;
  /** Without one of these rights the page is not offered. */
  readonly anyRight?: readonly string[];
  /** May be seen by somebody who is not signed in. */
  readonly open?: true;
  /** A customer's people are led to this page (by its name, with the same parameters) instead. */
  readonly portal?: string;
  /** "needed": cannot work from the phone's own data; without network the offline page is shown instead. */
  readonly network?: "needed";
  /** Path parameters arrive as props of the page. */
  readonly props?: true;
}

/** A part of the home page, for the people of these homes. */
export interface HomeSection {
  readonly name: string;
  readonly load: () => Promise<{ default: Component }>;
  /** It asks the server first, and emits `settled` once it has its size: what stands below waits for that. */
  readonly settles?: true;
  readonly homes: readonly Home[] | "everyone";
  /** Position from the top. */
  readonly place: number;
  readonly right?: string;
}

/** Whether the page is offered to somebody with these rights. */
export const isOffered = (
  { right, anyRight }: Pick<Page, "right" | "anyRight">,
  rights: readonly string[],
): boolean =>
  (right === undefined || rights.includes(right)) &&
  (anyRight === undefined || anyRight.some((one) => rights.includes(one)));

export const pages = (declared: readonly Page[]): readonly Page[] => declared;
