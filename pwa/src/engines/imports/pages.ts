/** Importing from spreadsheets; open to whoever may add one of the things by hand. */
import { pages } from "@/platform/page";

export const importPages = pages([
  {
    path: "/imports",
    name: "imports",
    title: "imports.title",
    load: () => import("./ImportPage.vue"),
    anyRight: ["customers.manage", "catalog.manageProducts"],
    network: "needed",
    manage: { label: "imports.title", hint: "imports.titleHint", icon: "upload", place: 60 },
  },
]);
