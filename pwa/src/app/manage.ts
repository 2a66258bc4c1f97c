import { isOffered, type Page } from "@/platform/page";
import type { Person } from "@/platform/session";

export type ManagedPage = Page & { readonly manage: NonNullable<Page["manage"]> };

const isManaged = (page: Page): page is ManagedPage => page.manage !== undefined;

/** The pages on which this person keeps master data, in their order. */
export function managedBy(person: Person, declared: readonly Page[]): readonly ManagedPage[] {
  return (
    declared
      .filter(isManaged)
      // What leads a customer's people to a page of the portal is not theirs to keep.
      .filter(({ portal }) => portal === undefined || person.kind !== "portal")
      .filter((page) => isOffered(page, person.rights))
      .sort((above, below) => above.manage.place - below.manage.place)
  );
}
