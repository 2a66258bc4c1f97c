/** Keeping customers' files: a new one, and changing one. The list and the customer itself are overviews. */
import { pages } from "@/platform/page";

export const customerPages = pages([
  {
    path: "/customers/new",
    name: "new-customer",
    title: "customers.addCustomer",
    load: () => import("./accounts/NewCustomerPage.vue"),
    right: "customers.manage",
    network: "needed",
  },
  {
    path: "/customers/:customerId/edit",
    name: "edit-customer",
    title: "customers.changeCustomer",
    load: () => import("./accounts/EditCustomerPage.vue"),
    right: "customers.manage",
    network: "needed",
    props: true,
  },
]);
