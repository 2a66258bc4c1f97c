/** Counted boxes go over to the driver or a courier, with the cold record of the departure. */
import { ask, fill, phone, until, url } from "../phones.mjs";

const BOX = { 启运温度: "4.6", 箱号: "BX-0417", 温度记录仪编号: "T-0815" };
const PLATE = { 车牌: "沪A12345" };
const NOTE = "query ($id: UUID!) { outbound(id: $id) { deliveryNoteId orderId } }";
const DELIVERIES = "query ($id: UUID!) { deliveriesOfOrder(orderId: $id) { id completedAt } }";

/** Ends with the delivery in the driver's hands; says its id. */
export async function handOver(browser, outboundId) {
  const { me } = await ask("driver", "{ me { person { name } } }");
  return await departs(browser, outboundId, { ...BOX, ...PLATE }, async (page) => {
    await page.getByRole("button", { name: /^驾驶员/ }).click();
    await page.getByRole("dialog").getByRole("button", { name: me.person.name }).click();
  });
}

/** Ends with the delivery in the hands of somebody who has no login here; says its id. */
export const handToCourier = (browser, outboundId, { carrier, waybill }) =>
  departs(browser, outboundId, BOX, async (page) => {
    await page.getByRole("radio", { name: "委托运输" }).check({ force: true });
    await fill(page, { 承运单位: carrier, 运单号: waybill });
  });

async function departs(browser, outboundId, box, chooseLeg) {
  const { outbound } = await until(
    () => ask("keeper", NOTE, { id: outboundId }),
    ({ outbound: found }) => found.deliveryNoteId !== null,
  );
  const { context, page } = await phone(browser, "keeper");
  await page.goto(`${url}/hand-over/${outboundId}`);
  await chooseLeg(page);
  await page.getByRole("button", { name: /^标签扫不了，手工点数的原因/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "箱上没有标签" }).click();
  await fill(page, box);
  await page.getByRole("button", { name: "交接 1 件" }).click();
  const { deliveriesOfOrder: attempts } = await until(
    () => ask("keeper", DELIVERIES, { id: outbound.orderId }),
    ({ deliveriesOfOrder }) => deliveriesOfOrder.some(({ completedAt }) => completedAt === null),
  );
  await context.close();
  return attempts.find(({ completedAt }) => completedAt === null).id;
}
