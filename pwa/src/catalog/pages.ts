/** Suppliers, and keeping products' files. The list of products and the product are overviews: they show stock too. */
import { pages } from "@/platform/page";

const suppliers = () => import("./suppliers/SuppliersPage.vue");
const MANAGE_PRODUCTS = "catalog.manageProducts";

export const catalogPages = pages([
  {
    path: "/products/new",
    name: "new-product",
    title: "catalog.addProduct",
    load: () => import("./products/NewProductPage.vue"),
    right: MANAGE_PRODUCTS,
    network: "needed",
  },
  {
    path: "/products/:productId/edit",
    name: "edit-product",
    title: "catalog.changeProduct",
    load: () => import("./products/EditProductPage.vue"),
    right: MANAGE_PRODUCTS,
    network: "needed",
    props: true,
  },
  {
    path: "/suppliers",
    name: "suppliers",
    title: "catalog.suppliers",
    load: suppliers,
    right: "catalog.manageSuppliers",
    network: "needed",
    manage: { label: "catalog.suppliers", hint: "catalog.suppliersHint", icon: "truck", place: 40 },
  },
  {
    path: "/suppliers/:supplierId",
    name: "supplier",
    title: "catalog.supplier",
    load: suppliers,
    right: "catalog.read",
    network: "needed",
    props: true,
  },
]);
