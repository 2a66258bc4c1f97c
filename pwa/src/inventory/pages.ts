/** What the inventory shows, to whom: the stock by lot, arrivals and their inspection. */
import { pages, type HomeSection } from "@/platform/page";

/** Of the people of the office, those who buy: they hand in suppliers' papers, administrators do not. */
const BUYS = "compliance.submitPaper";

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
  {
    path: "/locations",
    name: "locations",
    title: "inventory.locations",
    load: () => import("./locations/LocationsPage.vue"),
    // Whoever handles goods prints the labels of their places; setting one up has a right of its own.
    right: "inventory.printLabels",
    network: "needed",
    manage: { label: "inventory.locations", hint: "inventory.locationsHint", icon: "box", place: 50 },
  },
]);

export const inventorySections: readonly HomeSection[] = [
  {
    name: "arrivals-today",
    load: () => import("./today/ArrivalsToday.vue"),
    settles: true,
    homes: ["office"],
    place: 40,
    right: BUYS,
  },
  {
    name: "ending-today",
    load: () => import("./today/EndingToday.vue"),
    settles: true,
    homes: ["office"],
    place: 50,
    right: BUYS,
  },
  {
    name: "held-today",
    load: () => import("./today/HeldToday.vue"),
    settles: true,
    homes: ["quality"],
    place: 40,
    right: "inventory.read",
  },
];
