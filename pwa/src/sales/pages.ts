/** The pages of sales: orders, writing one, approvals; and what stands on the home page. */
import { pages, type HomeSection } from "@/platform/page";

const approvalsPage = () => import("./approvals/ApprovalsPage.vue");
const ordersPage = () => import("./orders/OrdersPage.vue");

export const salesPages = pages([
  {
    path: "/orders",
    name: "orders",
    title: "sales.orders",
    portal: "my-orders",
    load: ordersPage,
    right: "sales.read",
    tab: { label: "sales.orders", icon: "document", homes: ["sales", "manager", "finance"], place: 60 },
  },
  {
    path: "/orders/new",
    name: "new-order",
    title: "sales.newOrder",
    load: () => import("./orders/NewOrderPage.vue"),
    right: "sales.order",
  },
  {
    path: "/orders/:orderId",
    name: "order",
    title: "sales.order",
    portal: "my-order",
    load: ordersPage,
    right: "sales.read",
    props: true,
  },
  {
    path: "/orders/:orderId/edit",
    name: "order-form",
    title: "sales.newOrder",
    load: () => import("./orders/OrderFormPage.vue"),
    right: "sales.order",
    props: true,
  },
  {
    path: "/remarks/:commandId",
    name: "remark-again",
    title: "sales.faceRemark",
    load: () => import("./remarks/RemarkAgainPage.vue"),
    right: "sales.remark",
    props: true,
  },
  {
    path: "/approval-policy",
    name: "approval-policy",
    title: "sales.policy",
    load: () => import("./policy/PolicyPage.vue"),
    right: "sales.managePolicy",
    network: "needed",
    manage: { label: "sales.policy", hint: "sales.policyHint", icon: "task", place: 60 },
  },
  {
    path: "/approvals",
    name: "approvals",
    title: "sales.approvals",
    load: approvalsPage,
    tab: { label: "sales.approvals", icon: "task", homes: ["manager", "finance"], place: 10 },
  },
  {
    path: "/approvals/:approvalId",
    name: "approval",
    title: "sales.approvals",
    load: approvalsPage,
    props: true,
  },
]);

export const salesSections: readonly HomeSection[] = [
  {
    name: "approvals-today",
    load: () => import("./today/ApprovalsToday.vue"),
    settles: true,
    homes: ["manager", "finance"],
    place: 10,
  },
  {
    name: "sales-today",
    load: () => import("./today/SalesToday.vue"),
    settles: true,
    homes: ["sales"],
    place: 20,
    right: "sales.order",
  },
];
