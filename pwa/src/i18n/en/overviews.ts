import type { Translation } from "../words";
import type zh from "../zh-CN/overviews";

export default {
  search: "Search",
  searchFor: "Search orders, customers, products, lots, deliveries",
  searchForHint: "Initials, catalogue, lot, order and waybill numbers, plates; or scan a code.",
  recent: "Recent searches",
  forgetRecent: "Clear",
  lots: "Lots",
  deliveries: "Deliveries",
  nothingFound: "Nothing found for “{text}”",
  nothingFoundHint: "Try initials, a catalogue number or an order number.",
} satisfies Translation<typeof zh>;
