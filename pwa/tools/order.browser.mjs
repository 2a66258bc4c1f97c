/**
 * One order on phones, in a real Chromium against the real server: written by a salesperson on a phone that was off and
 * has no network, approved by the manager, picked with the camera, re-checked with a PIN, handed over, delivered without
 * network and signed for, while its customer watches. Started by tests/browser with where the server is and who can
 * sign in; tells at its end what the pages said, so that the server's state can be held against it.
 */
import { join } from "node:path";
import { approve } from "./journey/approval.mjs";
import { seeEvidence, watchOrder } from "./journey/customer.mjs";
import { deliver } from "./journey/delivery.mjs";
import { handOver } from "./journey/handOver.mjs";
import { orderPutRight, orderWithoutNetwork } from "./journey/ordering.mjs";
import { filmLabel } from "./labelVideo.mjs";
import { aBrowser, ask, folder, phone, told, until, url, walk } from "./phones.mjs";

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
  const corrected = await orderPutRight(browser);
  return { ...ordered, corrected, askedBecause, ...picked, deliveryId, ...delivered, temperature };
});
