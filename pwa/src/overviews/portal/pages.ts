/** What a customer's people see, and the page behind the code of a delivery note, for which nobody need sign in. */
import { pages } from "@/platform/page";

const myOrdersPage = () => import("./MyOrdersPage.vue");

export const portalPages = pages([
  {
    path: "/portal",
    name: "my-orders",
    title: "portal.orders",
    load: myOrdersPage,
    right: "sales.read",
    tab: { label: "portal.orders", icon: "document", homes: ["customer"], place: 0 },
  },
  {
    path: "/portal/orders/:orderId",
    name: "my-order",
    title: "portal.order",
    load: myOrdersPage,
    right: "sales.read",
    props: true,
  },
  {
    path: "/portal/deliveries/:deliveryId",
    name: "my-delivery",
    title: "portal.delivery",
    load: () => import("./MyDeliveryPage.vue"),
    right: "logistics.readDeliveries",
    props: true,
  },
  {
    path: "/d/:token",
    name: "delivery-link",
    title: "portal.linkTitle",
    load: () => import("./LinkPage.vue"),
    open: true,
    props: true,
  },
]);
