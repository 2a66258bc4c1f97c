/** What logistics shows, to whom: the floor's tasks, picking, re-check, hand-over, the driver's trip, quality's inbox. */
import { pages, type HomeSection } from "@/platform/page";

export const logisticsPages = pages([
  {
    path: "/pick/:outboundId",
    name: "pick",
    title: "logistics.pick",
    load: () => import("./picking/PickPage.vue"),
    right: "logistics.pick",
    props: true,
  },
  {
    path: "/recheck",
    name: "rechecks",
    title: "logistics.recheck",
    load: () => import("./rechecks/RechecksPage.vue"),
    right: "logistics.recheck",
    network: "needed",
  },
  {
    path: "/recheck/:outboundIds",
    name: "recheck",
    title: "logistics.recheck",
    load: () => import("./rechecks/RecheckPage.vue"),
    right: "logistics.recheck",
    network: "needed",
    props: true,
  },
  {
    path: "/hand-over/:outboundId",
    name: "hand-over",
    title: "logistics.handOver",
    load: () => import("./handOvers/HandOverPage.vue"),
    right: "logistics.handOver",
    network: "needed",
    props: true,
  },
  {
    path: "/trip",
    name: "trip",
    title: "logistics.trip",
    load: () => import("./deliveries/TripPage.vue"),
    right: "logistics.deliver",
    tab: { label: "logistics.trip", icon: "truck", homes: ["driver"], place: 10 },
  },
  {
    path: "/deliveries/:deliveryId",
    name: "stop",
    title: "logistics.stop",
    load: () => import("./deliveries/StopPage.vue"),
    right: "logistics.readDeliveries",
    props: true,
  },
  {
    path: "/deliveries",
    name: "delivery-records",
    title: "logistics.records",
    load: () => import("./deliveries/RecordsPage.vue"),
    right: "logistics.readDeliveries",
    network: "needed",
    tab: { label: "logistics.records", icon: "document", homes: ["driver"], place: 60 },
  },
  {
    path: "/quality",
    name: "quality",
    title: "logistics.qualityInbox",
    load: () => import("./qualityTasks/QualityPage.vue"),
    right: "logistics.readQualityTasks",
    network: "needed",
    tab: { label: "logistics.qualityTab", icon: "flag", homes: ["quality"], place: 10 },
  },
  {
    path: "/quality/:taskId",
    name: "quality-task",
    title: "logistics.qualityInbox",
    load: () => import("./qualityTasks/QualityPage.vue"),
    right: "logistics.readQualityTasks",
    network: "needed",
    props: true,
  },
]);

export const logisticsSections: readonly HomeSection[] = [
  {
    name: "warehouse-tasks",
    load: () => import("./tasks/WarehouseTasks.vue"),
    homes: ["warehouse"],
    place: 10,
    right: "logistics.readOutbounds",
  },
  {
    name: "next-stop",
    load: () => import("./deliveries/NextStop.vue"),
    homes: ["driver"],
    place: 20,
    right: "logistics.deliver",
  },
];
