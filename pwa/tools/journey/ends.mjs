/**
 * The other ends of a delivery, told at the door without network; after each the tab is killed. What the driver sees
 * while it is told is what is returned.
 */
import { ask, field, installed, isKept, phone, until, url } from "../phones.mjs";
import { draw, OUTCOME } from "./delivery.mjs";

/** Of an order that goes out twice there are two stops; one of them is still to be driven. */
const openStop = (number) => new RegExp(`在途.*${number}`);

/** A driver looks at the trip once; when every stop is on the phone, without having been opened, the network goes. */
export async function loadedTrip(browser, stops) {
  const { context, page } = await phone(browser, "driver");
  await page.goto(`${url}/trip`);
  for (const { number } of stops) await page.getByRole("button", { name: openStop(number) }).waitFor();
  for (const { deliveryId } of stops)
    await until(
      () => isKept(page, "snapshots", deliveryId),
      (kept) => kept,
    );
  await installed(page);
  await page.close();
  await context.setOffline(true);
  return context;
}

/** One stop in a tab of its own, which is killed when all is told. */
async function atStop(context, number, outcome, tell) {
  const page = await context.newPage();
  await page.goto(`${url}/trip`);
  await page.getByRole("button", { name: openStop(number) }).click();
  await page.getByRole("radio", { name: outcome }).click();
  const told = await tell(page);
  await page.getByRole("button", { name: `保存：${outcome}` }).click();
  await page.getByText("没有网络也不会丢，连上后自动上传。").waitFor();
  await page.close();
  return told;
}

/**
 * Part of the first line stays with the driver; somebody else takes the goods, and a second person signs too. The tab
 * is killed once before anybody signs, and the form is there again.
 */
export async function partlyTaken(
  context,
  { deliveryId, number, product, fewer, why, receiver, relation, second },
) {
  const before = await context.newPage();
  await before.goto(`${url}/trip`);
  await before.getByRole("button", { name: openStop(number) }).click();
  await before.getByRole("radio", { name: "部分签收" }).click();
  const line = before.getByRole("article").filter({ hasText: product });
  for (let less = 0; less < fewer; less += 1) await line.getByRole("button", { name: /^减少/ }).click();
  await line.getByRole("textbox", { name: /^少收的原因/ }).fill(why);
  await field(before, "到货温度").fill("5.0");
  await until(
    () => isKept(before, "drafts", deliveryId),
    (kept) => kept,
  );
  await before.close();

  return await atStop(context, number, "部分签收", async (page) => {
    const restored = await field(page, "少收的原因").inputValue();
    await page.getByRole("button", { name: "交给收货人签收" }).click();
    await field(page, "签收人姓名").fill(receiver);
    await page.getByLabel("代收（不是收货人本人）").check();
    await field(page, "与收货人的关系").fill(relation);
    await draw(page, page.getByRole("img", { name: "签收人签名", exact: true }));
    await page.getByLabel("还有第二签收人").check();
    await field(page, "第二签收人姓名").fill(second);
    await draw(page, page.getByRole("img", { name: "第二签收人签名" }));
    await page.getByRole("button", { name: "确认签收" }).click();
    return { restored };
  });
}

/** Too warm: the page says what will be done of it, and nobody is kept from refusing. */
export const refusedWhole = (context, { number, celsius, why }) =>
  atStop(context, number, "整单拒收", async (page) => {
    await field(page, "到货温度").fill(celsius);
    const warned = await page.getByText("超出范围，会如实记录并通知质量部").innerText();
    await field(page, "拒收原因").fill(why);
    return { warned };
  });

/** Nobody takes the goods: what the logger shows may be told, and helps them on their next way. */
export const notDelivered = (context, { number, why, more = "", celsius = "" }) =>
  atStop(context, number, "未送达", async (page) => {
    await page.getByRole("radio", { name: why }).check({ force: true });
    await field(page, "补充说明").fill(more);
    await field(page, "记录仪读数").fill(celsius);
  });

/** Its receiver signs for all of it, and nobody could read the logger. */
export const takenWithoutData = (context, { number }) =>
  atStop(context, number, "全部签收", async (page) => {
    await page.getByLabel("记录仪没有数据").check();
    const said = await page.getByText("将记为“无数据”").innerText();
    await page.getByRole("button", { name: "交给收货人签收" }).click();
    const receiver = await field(page, "签收人姓名").inputValue();
    await draw(page, page.getByRole("img", { name: "签收人签名", exact: true }));
    await page.getByRole("button", { name: "确认签收" }).click();
    return { said, receiver };
  });

/** Network is back, and a tab is open: ends when all of these are on the server. */
export async function allSent(context, stops) {
  await context.setOffline(false);
  const page = await context.newPage();
  await page.goto(`${url}/trip`);
  for (const { deliveryId } of stops)
    await until(
      () => ask("driver", OUTCOME, { id: deliveryId }),
      ({ delivery }) => delivery.outcome !== null,
    );
  await context.close();
}

/** None of these is on the server yet. */
export async function noneSent(stops) {
  for (const { deliveryId } of stops) {
    const { delivery } = await ask("driver", OUTCOME, { id: deliveryId });
    if (delivery.outcome !== null) throw new Error("a delivery went out without network");
  }
}
