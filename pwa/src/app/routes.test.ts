import { computed } from "vue";
import { expect, test } from "vitest";
import { createMemoryHistory } from "vue-router";
import { isOffered, pages } from "@/platform/page";
import type { Person } from "@/platform/session";
import { managedBy } from "./manage";
import { allPages } from "./pages";
import { routes } from "./routes";
import { sectionsFor } from "./sections";
import { tabsFor } from "./tabs";

const keeper: Person = {
  userId: "u1",
  name: "陈立",
  language: "zh-CN",
  rights: ["inventory.read"],
  homes: ["warehouse"],
  kind: "staff",
};
const load = async () => ({ default: {} });
/** The app's own pages, and a few made for these tests: what the domains declare may change without them. */
const own = allPages.filter(({ name }) => ["home", "scan", "me"].includes(name));
const declared = pages([
  ...own,
  {
    path: "/stock",
    name: "stock",
    title: "app.home",
    load,
    right: "inventory.read",
    tab: { label: "app.home", icon: "box", homes: ["warehouse"], place: 40 },
  },
  {
    path: "/board",
    name: "board",
    title: "app.home",
    load,
    right: "reports.read",
    tab: { label: "app.home", icon: "task", homes: ["warehouse"], place: 10 },
  },
  {
    path: "/trip",
    name: "trip",
    title: "app.home",
    load,
    tab: { label: "app.home", icon: "truck", homes: ["driver"], place: 20 },
  },
  { path: "/stock/:id", name: "lot", title: "app.home", load, props: true },
  { path: "/orders/:id", name: "order", title: "app.home", load, props: true, portal: "my-order" },
  { path: "/portal/orders/:id", name: "my-order", title: "app.home", load, props: true },
  {
    path: "/portal",
    name: "my-orders",
    title: "app.home",
    load,
    tab: { label: "app.home", icon: "document", homes: ["customer"], place: 0 },
  },
  { path: "/d/:token", name: "delivery-link", title: "app.home", load, open: true },
]);

const buyer: Person = { ...keeper, rights: [], homes: ["customer"], kind: "portal" };

function app(person: Person | null) {
  return routes({ person: computed(() => person) }, createMemoryHistory(), declared);
}

test("a tab exists for those who have its home and its right, in its place", () => {
  expect(tabsFor(keeper, declared).map(({ name }) => name)).toEqual(["home", "stock", "scan", "me"]);
});

test("master data are listed to those who have the page's right, in their place", () => {
  const words = { label: "app.home", hint: "app.home", icon: "box" } as const;
  const kept = pages([
    { path: "/b", name: "b", title: "app.home", load, manage: { ...words, place: 20 } },
    {
      path: "/a",
      name: "a",
      title: "app.home",
      load,
      right: "inventory.read",
      manage: { ...words, place: 10 },
    },
    { path: "/c", name: "c", title: "app.home", load, right: "other.right", manage: { ...words, place: 5 } },
    { path: "/d", name: "d", title: "app.home", load },
  ]);
  expect(managedBy(keeper, kept).map(({ name }) => name)).toEqual(["a", "b"]);
});

test("two posts have one home with both tasks", () => {
  const both = { ...keeper, homes: ["warehouse", "driver"] };
  expect(tabsFor(both, declared).map(({ name }) => name)).toEqual(["home", "trip", "stock", "scan", "me"]);
  const sections = [
    { name: "trip", load, homes: ["driver"] as const, place: 20 },
    { name: "picks", load, homes: ["warehouse"] as const, place: 10 },
    { name: "board", load, homes: ["manager"] as const, place: 1 },
  ];
  expect(sectionsFor(both, sections).map(({ name }) => name)).toEqual(["picks", "trip"]);
});

test("a stranger is sent to sign in, and back to where he wanted to go", async () => {
  const router = app(null);
  await router.push("/stock/42?from=scan");
  expect(router.currentRoute.value.name).toBe("sign-in");
  expect(router.currentRoute.value.query).toEqual({ next: "/stock/42?from=scan" });
});

test("a page without the right leads home", async () => {
  const router = app(keeper);
  await router.push("/board");
  expect(router.currentRoute.value.name).toBe("home");
  await router.push("/stock");
  expect(router.currentRoute.value.name).toBe("stock");
});

test("an unknown address has its own page, for strangers too", async () => {
  const router = app(null);
  await router.push("/no/such/page");
  expect(router.currentRoute.value.name).toBe("not-found");
});

test("a customer's people come to their own page of what an address shows, and see no staff tab", async () => {
  const router = app(buyer);
  await router.push("/orders/o1");
  expect(router.currentRoute.value.fullPath).toBe("/portal/orders/o1");
  await router.push("/");
  expect(router.currentRoute.value.name).toBe("my-orders");
  await router.push("/scan");
  expect(router.currentRoute.value.name).toBe("my-orders");
  expect(tabsFor(buyer, declared).map(({ name }) => name)).toEqual(["my-orders", "me"]);
});

test("staff stay on the page that the address names", async () => {
  const router = app(keeper);
  await router.push("/orders/o1");
  expect(router.currentRoute.value.name).toBe("order");
});

test("what the code of a delivery note opens, a stranger may see", async () => {
  const router = app(null);
  await router.push("/d/abc");
  expect(router.currentRoute.value.name).toBe("delivery-link");
});

test("a page for several posts is offered to whoever has one of its rights", () => {
  const page = { anyRight: ["customers.manage", "catalog.manageProducts"] };
  expect(isOffered(page, ["catalog.manageProducts"])).toBe(true);
  expect(isOffered(page, ["inventory.read"])).toBe(false);
  expect(isOffered({ ...page, right: "other.right" }, ["customers.manage"])).toBe(false);
});
