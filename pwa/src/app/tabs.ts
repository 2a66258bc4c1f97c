import type { Page } from "@/platform/page";
import type { Person } from "@/platform/session";

export type TabPage = Page & { readonly tab: NonNullable<Page["tab"]> };

const hasTab = (page: Page): page is TabPage => page.tab !== undefined;

/** The tabs of one person, left to right: a tab exists only when its page does, and only for those who may see it. */
export function tabsFor(person: Person, declared: readonly Page[]): readonly TabPage[] {
  return declared
    .filter(hasTab)
    .filter(({ tab }) => tab.homes === "everyone" || tab.homes.some((home) => person.homes.includes(home)))
    .filter(({ portal }) => person.kind === "staff" || portal === undefined)
    .filter(({ right }) => right === undefined || person.rights.includes(right))
    .sort((left, right) => left.tab.place - right.tab.place);
}
