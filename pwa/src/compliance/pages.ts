/** Papers: handing one in, and the desk of those who review them. */
import { pages, type HomeSection } from "@/platform/page";

const desk = () => import("./qualifications/PapersDeskPage.vue");
const READ_ALL = "compliance.readAllPapers";

export const qualificationPages = pages([
  {
    path: "/papers",
    name: "papers",
    title: "compliance.desk",
    load: desk,
    right: READ_ALL,
    network: "needed",
    manage: { label: "compliance.desk", hint: "compliance.deskHint", icon: "document", place: 20 },
  },
  {
    path: "/papers/:paperId",
    name: "paper",
    title: "compliance.desk",
    load: desk,
    right: READ_ALL,
    network: "needed",
    props: true,
  },
  {
    path: "/papers/submit/:holderKind(customer|supplier|company)/:holderId",
    name: "submit-paper",
    title: "compliance.submitPaper",
    load: () => import("./qualifications/SubmitPaperPage.vue"),
    right: "compliance.submitPaper",
    network: "needed",
    props: true,
  },
]);

export const qualificationSections: readonly HomeSection[] = [
  {
    name: "papers-desk",
    load: () => import("./qualifications/DeskToday.vue"),
    homes: ["quality"],
    place: 30,
    right: READ_ALL,
  },
];
