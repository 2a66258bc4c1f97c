/** Pages that look across domains: a customer with all that belongs to it, and the one search. */
import { pages } from "@/platform/page";

const customersPage = () => import("./customers/CustomersPage.vue");
const productsPage = () => import("./products/ProductsPage.vue");

export const overviewPages = pages([
  {
    path: "/customers",
    name: "customers",
    title: "customers.customers",
    portal: "my-orders",
    load: customersPage,
    right: "customers.read",
    tab: { label: "customers.customers", icon: "people", homes: ["sales", "manager"], place: 20 },
    manage: {
      label: "customers.customers",
      hint: "customers.managedHint",
      icon: "people",
      place: 10,
    },
  },
  {
    path: "/customers/:customerId",
    name: "customer",
    title: "customers.customer",
    portal: "my-orders",
    load: customersPage,
    right: "customers.read",
    props: true,
  },
  {
    path: "/products",
    name: "products",
    title: "catalog.products",
    portal: "my-orders",
    load: productsPage,
    right: "catalog.read",
    network: "needed",
    manage: { label: "catalog.products", hint: "catalog.productsHint", icon: "box", place: 30 },
  },
  {
    path: "/products/:productId",
    name: "product",
    title: "catalog.product",
    portal: "my-orders",
    load: productsPage,
    right: "catalog.read",
    network: "needed",
    props: true,
  },
  {
    path: "/own-papers",
    name: "own-papers",
    title: "compliance.companyPapers",
    portal: "my-orders",
    load: () => import("./company/CompanyPapersPage.vue"),
    right: "compliance.readPapers",
    network: "needed",
    manage: {
      label: "compliance.companyPapers",
      hint: "compliance.companyPapersHint",
      icon: "document",
      place: 25,
    },
  },
  {
    path: "/labels",
    name: "labels",
    title: "inventory.labels",
    load: () => import("./labels/LabelsPage.vue"),
    right: "inventory.printLabels",
    network: "needed",
    manage: {
      label: "inventory.labels",
      hint: "inventory.labelsHint",
      icon: "document",
      place: 60,
    },
  },
  {
    path: "/search",
    name: "search",
    title: "overviews.search",
    portal: "my-orders",
    load: () => import("./search/SearchPage.vue"),
    network: "needed",
  },
]);
