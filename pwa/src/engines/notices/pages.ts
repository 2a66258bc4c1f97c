/** The inbox of notices. The bell in the top bar leads to it. */
import { pages } from "@/platform/page";

export const noticePages = pages([
  {
    path: "/notices",
    name: "notices",
    title: "notices.inbox",
    load: () => import("./NoticesPage.vue"),
    network: "needed",
  },
]);
