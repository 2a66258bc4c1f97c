import { qualificationSections } from "@/compliance/pages";
import { inventorySections } from "@/inventory/pages";
import { logisticsSections } from "@/logistics/pages";
import { registerSections } from "@/overviews/registers/pages";
import type { HomeSection } from "@/platform/page";
import type { Person } from "@/platform/session";
import { salesSections } from "@/sales/pages";

/** What the domains put on the home page; each declares its own in src/<domain>/pages.ts. */
export const homeSections: readonly HomeSection[] = [
  ...logisticsSections,
  ...salesSections,
  ...inventorySections,
  ...qualificationSections,
  ...registerSections,
  // People of the office keep the firm's data: that is their day's work, not an aside of the Me page.
  { name: "manage", load: () => import("./ManageSection.vue"), homes: ["office"], place: 90 },
];

export function sectionsFor(person: Person, declared: readonly HomeSection[]): readonly HomeSection[] {
  return declared
    .filter(({ homes }) => homes === "everyone" || homes.some((home) => person.homes.includes(home)))
    .filter(({ right }) => right === undefined || person.rights.includes(right))
    .sort((above, below) => above.place - below.place);
}
