/** A supplier and a product as a purchaser puts them on file by hand. */
import { choose, field, fill, keep, seen, tapTwice } from "../phones.mjs";

/** Says the product's id, and how often a double tap sent it. */
export async function goodsOnFile(page, { supplier, product }) {
  await keep(page, "供应商");
  await page.getByRole("button", { name: "新增", exact: true }).click();
  const sheet = page.getByRole("dialog", { name: "新增供应商" });
  await fill(sheet, supplier);
  await sheet.getByRole("button", { name: "保存供应商" }).click();
  await seen(page.getByText(supplier.地址)).waitFor();

  await keep(page, "产品");
  await page.getByRole("button", { name: "新增", exact: true }).click();
  await choose(page, "监管类别", product.regime);
  await fill(page, product.words);
  await choose(page, "温度要求", product.storage);
  await fill(page, product.selling);
  await page.getByRole("button", { name: "手工添加" }).click();
  await field(page, "商品条码").fill(product.gtin);
  const sent = await tapTwice(page, "新增产品", product.words.货号);
  await page.getByRole("button", { name: "改目录价" }).waitFor();
  return { product: { id: new URL(page.url()).pathname.split("/").at(-1), sent } };
}
