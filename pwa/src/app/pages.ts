/** Every page of the app. A domain declares its own in src/<domain>/pages.ts and is named here once. */
import { catalogPages } from "@/catalog/pages";
import { qualificationPages } from "@/compliance/pages";
import { customerPages } from "@/customers/pages";
import { importPages } from "@/engines/imports/pages";
import { noticePages } from "@/engines/notices/pages";
import { identityPages } from "@/identity/pages";
import { inventoryPages } from "@/inventory/pages";
import { logisticsPages } from "@/logistics/pages";
import { overviewPages } from "@/overviews/pages";
import { portalPages } from "@/overviews/portal/pages";
import { registerPages } from "@/overviews/registers/pages";
import { pages, type Page } from "@/platform/page";
import { salesPages } from "@/sales/pages";
import { syncPages } from "@/sync/pages";

const own = pages([
  {
    path: "/",
    name: "home",
    title: "app.home",
    load: () => import("./HomePage.vue"),
    portal: "my-orders",
    tab: { label: "app.home", icon: "home", homes: "everyone", place: 0 },
  },
  {
    path: "/scan",
    name: "scan",
    title: "app.scan",
    load: () => import("./scan/ScanPage.vue"),
    portal: "my-orders",
    tab: { label: "app.scan", icon: "scan", homes: "everyone", place: 50 },
  },
  {
    path: "/me",
    name: "me",
    title: "app.me",
    load: () => import("./MePage.vue"),
    tab: { label: "app.me", icon: "person", homes: "everyone", place: 100 },
  },
  {
    path: "/my-secrets",
    name: "my-secrets",
    title: "app.secrets",
    load: () => import("./SecretsPage.vue"),
    network: "needed",
  },
]);

/** Domains in the order of the layers. */
export const allPages: readonly Page[] = [
  ...own,
  ...syncPages,
  ...logisticsPages,
  ...salesPages,
  ...inventoryPages,
  ...customerPages,
  ...catalogPages,
  ...qualificationPages,
  ...identityPages,
  ...overviewPages,
  ...portalPages,
  ...registerPages,
  ...noticePages,
  ...importPages,
];
