/** People with their posts and devices, and the firm itself. */
import { pages } from "@/platform/page";

const people = () => import("./people/PeoplePage.vue");
const MANAGE_PEOPLE = "identity.managePeople";

export const identityPages = pages([
  {
    path: "/people",
    name: "people",
    title: "identity.people",
    load: people,
    right: MANAGE_PEOPLE,
    network: "needed",
    manage: { label: "identity.people", hint: "identity.peopleHint", icon: "person", place: 70 },
  },
  {
    path: "/people/new",
    name: "new-person",
    title: "identity.addPerson",
    load: () => import("./people/NewPersonPage.vue"),
    right: MANAGE_PEOPLE,
    network: "needed",
  },
  {
    path: "/people/:userId",
    name: "person",
    title: "identity.person",
    load: people,
    right: MANAGE_PEOPLE,
    network: "needed",
    props: true,
  },
  {
    path: "/departments",
    name: "departments",
    title: "identity.departments",
    load: () => import("./departments/DepartmentsPage.vue"),
    right: MANAGE_PEOPLE,
    network: "needed",
  },
  {
    path: "/my-devices",
    name: "my-devices",
    title: "identity.myDevices",
    load: () => import("./devices/MyDevicesPage.vue"),
    network: "needed",
  },
  {
    path: "/company",
    name: "company",
    title: "identity.company",
    load: () => import("./company/CompanyPage.vue"),
    right: "identity.manageCompany",
    network: "needed",
    manage: { label: "identity.company", hint: "identity.companyHint", icon: "home", place: 80 },
  },
]);
