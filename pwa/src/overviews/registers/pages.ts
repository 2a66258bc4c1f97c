/** The registers: a page of their own, and the way to it on the home of everybody who may read them. */
import { pages, type HomeSection } from "@/platform/page";

const RIGHT = "overviews.readRegisters";

export const registerPages = pages([
  {
    path: "/registers",
    name: "registers",
    title: "registers.registers",
    load: () => import("./RegistersPage.vue"),
    right: RIGHT,
    network: "needed",
  },
]);

export const registerSections: readonly HomeSection[] = [
  { name: "registers", load: () => import("./ToRegisters.vue"), homes: "everyone", place: 80, right: RIGHT },
];
