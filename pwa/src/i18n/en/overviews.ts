import type { Translation } from "../words";
import type zh from "../zh-CN/overviews";

export default {
  search: "Search",
  searchFor: "Search orders, customers, products",
  searchForHint: "Initials, catalogue and order numbers all work.",
  nothingFound: "Nothing found for “{text}”",
  nothingFoundHint: "Try initials, a catalogue number or an order number.",
} satisfies Translation<typeof zh>;
