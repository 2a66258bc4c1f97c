import { pages } from "@/platform/page";

export const syncPages = pages([
  {
    path: "/attention",
    name: "attention",
    title: "sync.title",
    load: () => import("./AttentionPage.vue"),
  },
]);
