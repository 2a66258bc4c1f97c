import type { Translation } from "../words";
import type zh from "../zh-CN/catalog";

export default {
  products: "Products",
  searchHint: "Name, initials, catalogue no.",
  noneFound: "No product matches",
  noneFoundHint: "Try the catalogue number or initials, or scan the box.",
} satisfies Translation<typeof zh>;
