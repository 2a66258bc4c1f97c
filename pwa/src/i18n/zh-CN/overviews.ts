import { words } from "../words";

/** Pages that look across domains. */
export default words({
  search: "搜索",
  searchFor: "搜索订单、客户、产品、批号、配送",
  searchForHint: "拼音首字母、货号、批号、单号、运单号、车牌都可以，也可以直接扫码。",
  recent: "最近搜索",
  forgetRecent: "清除",
  lots: "批号",
  deliveries: "配送",
  nothingFound: "没有找到“{text}”",
  nothingFoundHint: "换拼音首字母、货号或单号再试。",
});
