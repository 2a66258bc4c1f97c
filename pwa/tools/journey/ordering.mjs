/**
 * A salesperson's orders on a phone without network: the app was online once, was killed, and is opened again by a deep
 * link. One order is fine; another asks for more than there is, comes back, and is put right.
 */
import { ask, installed, phone, until, url } from "../phones.mjs";

/** Over this an order goes to the manager, in fen. */
const RELEASED_UP_TO_FEN = 1_000_000;
const MORE_THAN_THERE_IS = 900_000;

/** The customer whose person signs in, and cold goods of research use: so many that a manager has to approve. */
async function someGoods() {
  const { me } = await ask("customer", "{ me { person { customerId } } }");
  const { customer, products } = await ask(
    "sales",
    `query ($id: UUID!) { customer(id: $id) { id name number searchKey }
      products(first: 50, regime: ruo, storageClass: refrigerated) {
        items { id name catalogueNumber listPrice searchKey } } }`,
    { id: me.person.customerId },
  );
  const { stock } = await ask(
    "sales",
    "query ($ids: [UUID!]!) { stock(productIds: $ids) { productId available } }",
    { ids: products.items.map(({ id }) => id) },
  );
  const offers = products.items.map((product) => ({
    product,
    quantity: Math.floor(RELEASED_UP_TO_FEN / 100 / Number(product.listPrice)) + 1,
    available: Number(stock.find(({ productId }) => productId === product.id)?.available ?? 0),
  }));
  const [{ product, quantity }] = offers
    .filter((offer) => offer.available >= offer.quantity)
    .sort((one, other) => one.quantity - other.quantity);
  return { customer, product, quantity };
}

/** What somebody types who does not want to write Chinese: the last of a name's own words in its key. */
const initialsOf = ({ name, searchKey }) => searchKey.slice(name.length).trim().split(" ")[1];

/** Online once, until all that sales reads is kept; then the app is gone, and so is the network. */
async function phoneThatWasOff(browser) {
  const { context, page } = await phone(browser, "sales");
  await installed(page);
  await page.goto(`${url}/me`);
  await page.getByRole("button", { name: "更新离线数据" }).click();
  await page.getByText(/离线数据：\d+ 位客户，\d+ 个产品，数据截至/).waitFor();
  await page.close();
  await context.setOffline(true);
  return context;
}

async function writtenWithoutNetwork(context, { customer, product, quantity }) {
  const page = await context.newPage();
  await page.goto(`${url}/orders/new`);
  await page.getByRole("searchbox").fill(initialsOf(customer));
  await page
    .getByText(/数据截至/)
    .first()
    .waitFor();
  await page.getByRole("button", { name: customer.name }).first().click();
  await page.getByText("可用额度").first().waitFor();
  await page.getByRole("button", { name: "扫码或搜索添加" }).click();
  await page.getByRole("dialog").getByRole("searchbox").fill(product.catalogueNumber.toLowerCase());
  const offer = page.getByRole("listitem").filter({ hasText: product.catalogueNumber });
  await offer.getByRole("button", { name: "添加" }).click();
  await page.getByRole("button", { name: "完成，共 1 行" }).click();
  await page.getByText(/可售 \d/).waitFor();
  await page.getByLabel(`${product.name} 数量`, { exact: true }).fill(String(quantity));
  const orderId = new URL(page.url()).pathname.split("/")[2];
  await page.getByRole("button", { name: "保存订单，联网后提交" }).click();
  await page.getByText("已存本机，联网后自动提交").first().waitFor();
  return { page, orderId };
}

const orderOf = (orderId) =>
  ask("sales", "query ($id: UUID!) { order(id: $id) { number state } }", { id: orderId });

export async function orderWithoutNetwork(browser) {
  const goods = await someGoods();
  const context = await phoneThatWasOff(browser);
  const { page, orderId } = await writtenWithoutNetwork(context, goods);
  const { order: early } = await orderOf(orderId);
  if (early !== null) throw new Error("an order went out without network");
  await page.close();

  await context.setOffline(false);
  const again = await context.newPage();
  await again.goto(url);
  const { order } = await until(
    () => orderOf(orderId),
    ({ order: found }) => found !== null,
  );
  await again.goto(`${url}/orders/${orderId}`);
  await again.getByText(order.number).filter({ visible: true }).first().waitFor();
  await context.close();
  const { customer, product, quantity } = goods;
  return { orderId, number: order.number, customer: customer.name, product: product.name, quantity };
}

/** More than there is: it comes back with the reason, is made smaller, and is placed under the same id. */
export async function orderPutRight(browser) {
  const goods = { ...(await someGoods()), quantity: MORE_THAN_THERE_IS };
  const context = await phoneThatWasOff(browser);
  const { page, orderId } = await writtenWithoutNetwork(context, goods);
  await page.close();

  await context.setOffline(false);
  const again = await context.newPage();
  await again.goto(`${url}/attention`);
  await again.getByRole("button", { name: "修改后重发" }).click();
  await again.getByLabel(`${goods.product.name} 数量`, { exact: true }).fill("1");
  const { order: refused } = await orderOf(orderId);
  await again.getByRole("button", { name: "提交订单" }).click();
  const { order } = await until(
    () => orderOf(orderId),
    ({ order: found }) => found !== null,
  );
  await again.goto(`${url}/attention`);
  await again.getByText("没有需要你处理的内容").waitFor();
  await context.close();
  return { orderId, number: order.number, refused };
}
