/** What the inventory shows, to whom: the stock by lot, arrivals and their inspection. */
import { pages } from "@/platform/page";

export const inventoryPages = pages([
  {
    path: "/stock",
    name: "stock",
    title: "inventory.stock",
    load: () => import("./lots/StockPage.vue"),
    right: "inventory.read",
    network: "needed",
    tab: { label: "inventory.stock", icon: "box", homes: ["warehouse", "quality"], place: 60 },
  },
  {
    path: "/stock/:lotId",
    name: "lot",
    title: "inventory.lot",
    load: () => import("./lots/StockPage.vue"),
    right: "inventory.read",
    network: "needed",
    props: true,
  },
  {
    path: "/receipts",
    name: "receipts",
    title: "inventory.receipts",
    load: () => import("./receipts/ReceiptsPage.vue"),
    right: "inventory.read",
    network: "needed",
  },
  {
    path: "/receipts/new",
    name: "receive",
    title: "inventory.receiveGoods",
    load: () => import("./receipts/ReceivePage.vue"),
    right: "inventory.receive",
    network: "needed",
  },
  {
    path: "/receipts/:receiptId",
    name: "receipt",
    title: "inventory.receipt",
    load: () => import("./receipts/ReceiptPage.vue"),
    right: "inventory.read",
    network: "needed",
    props: true,
  },
]);
