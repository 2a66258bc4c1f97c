import { words } from "../words";

/** Products. */
export default words({
  products: "产品",
  searchHint: "品名、拼音首字母、货号",
  noneFound: "没有符合的产品",
  noneFoundHint: "换货号或拼音首字母，或扫外包装条码。",
});
