/**
 * One order on phones, in a real Chromium against the real server: written without network by a salesperson, approved by
 * the manager, picked with the camera, re-checked with a PIN, handed over, delivered without network and signed for,
 * while its customer watches. Started by tests/browser with where the server is and who can sign in; tells at its end
 * what the pages said, so that the server's state can be held against it.
 */
import { join } from "node:path";
import { approve } from "./journey/approval.mjs";
import { seeEvidence, watchOrder } from "./journey/customer.mjs";
import { deliver } from "./journey/delivery.mjs";
import { handOver } from "./journey/handOver.mjs";
import { filmLabel } from "./labelVideo.mjs";
import { aBrowser, ask, folder, installed, phone, told, until, url, walk } from "./phones.mjs";

/** Over this an order goes to the manager, in fen. */
const RELEASED_UP_TO_FEN = 1_000_000;

/** The customer whose person signs in, and cold goods of research use: so many that a manager has to approve. */
async function someGoods() {
  const { me } = await ask("customer", "{ me { person { customerId } } }");
  const { customer, products } = await ask(
    "sales",
    `query ($id: UUID!) { customer(id: $id) { id name }
      products(first: 50, regime: ruo, storageClass: refrigerated) { items { id name catalogueNumber listPrice } } }`,
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

async function orderWithoutNetwork(browser) {
  const { customer, product, quantity } = await someGoods();
  const { context, page } = await phone(browser, "sales");
  await page.getByRole("button", { name: "新订单" }).click();
  await page.getByRole("searchbox").fill(customer.name);
  await page.getByRole("button", { name: customer.name }).first().click();
  await page.getByRole("button", { name: "扫码或搜索添加" }).click();
  await page.getByRole("dialog").getByRole("searchbox").fill(product.catalogueNumber);
  const offer = page.getByRole("listitem").filter({ hasText: product.catalogueNumber });
  await offer.getByRole("button", { name: "添加" }).click();
  await page.getByRole("button", { name: "完成，共 1 行" }).click();
  await page.getByLabel(`${product.name} 数量`, { exact: true }).fill(String(quantity));
  const submit = page.getByRole("button", { name: "提交订单" });
  await submit.waitFor();
  const orderId = new URL(page.url()).pathname.split("/")[2];
  await installed(page);

  await context.setOffline(true);
  await page.getByRole("button", { name: "保存订单，联网后提交" }).click();
  await page.getByText("已存本机，联网后自动提交").first().waitFor();
  const { order: early } = await ask("sales", "query ($id: UUID!) { order(id: $id) { id } }", {
    id: orderId,
  });
  if (early !== null) throw new Error("an order went out without network");
  await page.close();

  await context.setOffline(false);
  const again = await context.newPage();
  await again.goto(url);
  const { order } = await until(
    () =>
      ask("sales", "query ($id: UUID!) { order(id: $id) { number state } }", {
        id: orderId,
      }),
    ({ order: found }) => found !== null,
  );
  await again.goto(`${url}/orders/${orderId}`);
  await again.getByText(order.number).filter({ visible: true }).first().waitFor();
  await context.close();
  return { orderId, number: order.number, customer: customer.name, product: product.name, quantity };
}

async function pickWithCamera({ orderId, quantity }) {
  const { outboundOfOrder: outbound } = await until(
    () =>
      ask(
        "warehouse",
        "query ($id: UUID!) { outboundOfOrder(orderId: $id) { id lines { productId lotNumber expiresOn } } }",
        { id: orderId },
      ),
    ({ outboundOfOrder }) => outboundOfOrder !== null,
  );
  const [line] = outbound.lines;
  const { product } = await ask(
    "sales",
    "query ($id: UUID!) { product(id: $id) { packs { gtin pieces } } }",
    {
      id: line.productId,
    },
  );
  const { gtin } = product.packs.find(({ pieces }) => Number(pieces) === 1);
  const film = join(folder, "label");
  const expiry = line.expiresOn.replaceAll("-", "").slice(2);
  await filmLabel(`(01)${gtin}(17)${expiry}(10)${line.lotNumber}`, film);
  const browser = await aBrowser(
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    `--use-file-for-fake-video-capture=${film}.y4m`,
  );
  const { context, page } = await phone(browser, "warehouse");
  await page.goto(`${url}/pick/${outbound.id}`);
  await page.getByRole("button", { name: "开始拣货" }).click();
  if (quantity > 1) {
    await page.getByRole("button", { name: "数量", exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox").fill(String(quantity - 1));
    await dialog.getByRole("button", { name: new RegExp(`加 ${quantity - 1} `) }).click();
  }
  await page.getByRole("button", { name: "完成拣货" }).click();
  await page.getByText("拣货已完成，等复核员复核。").waitFor();
  await until(
    () => ask("warehouse", "query ($id: UUID!) { outbound(id: $id) { state } }", { id: outbound.id }),
    ({ outbound: sent }) => sent.state === "picked",
  );
  await context.close();
  return { outboundId: outbound.id, lot: line.lotNumber, photo: `${film}.png` };
}

async function recheck(browser, outboundId) {
  const { context, page } = await phone(browser, "recheck");
  await page.goto(`${url}/recheck/${outboundId}`);
  await page.getByRole("button", { name: /复核签字/ }).click();
  const dialog = page.getByRole("dialog");
  await dialog.waitFor();
  for (const digit of told.pin) await dialog.getByRole("button", { name: digit, exact: true }).click();
  await dialog.getByRole("button", { name: /复核签字/ }).click();
  await page.getByRole("main").getByText("复核已签字，准予出库。").waitFor();
  await context.close();
}

await walk(async () => {
  const browser = await aBrowser();
  const ordered = await orderWithoutNetwork(browser);
  const customer = await watchOrder(browser, ordered);
  const askedBecause = await approve(browser, ordered);
  const picked = await pickWithCamera(ordered);
  await recheck(browser, picked.outboundId);
  const deliveryId = await handOver(browser, picked.outboundId);
  const delivered = await deliver(browser, { deliveryId, ...ordered, ...picked });
  const temperature = await seeEvidence(customer, { ...picked, ...delivered });
  return { ...ordered, askedBecause, ...picked, deliveryId, ...delivered, temperature };
});
