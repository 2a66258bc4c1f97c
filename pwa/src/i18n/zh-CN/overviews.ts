import { words } from "../words";

/** Pages that look across domains. */
export default words({
  search: "搜索",
  searchFor: "搜索订单、客户、产品",
  searchForHint: "拼音首字母、货号、单号都可以。",
  nothingFound: "没有找到“{text}”",
  nothingFoundHint: "换拼音首字母、货号或单号再试。",
});
