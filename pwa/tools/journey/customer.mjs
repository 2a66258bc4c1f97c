/** The customer's person watches the order on a phone that stays open, and looks at what proves the delivery. */
import { phone, url } from "../phones.mjs";

/** The page of the order, opened before anybody has decided about it. */
export async function watchOrder(browser, { orderId, number }) {
  const { context, page } = await phone(browser, "customer");
  await page.goto(`${url}/portal`);
  await page.getByRole("button", { name: number }).click();
  await page.waitForURL(`**/portal/orders/${orderId}`);
  await state(page, "待审批").waitFor();
  return { context, page };
}

/** Without a tap the page has come to the delivery; says what it shows of it. */
export async function seeEvidence({ context, page }, { lot, receiver }) {
  await state(page, "已签收").waitFor();
  await page
    .getByRole("region", { name: "配送与凭证" })
    .getByRole("button", { name: /全部签收/ })
    .click();
  const goods = page.getByRole("region", { name: "货品与批号" });
  await goods.getByText(lot).waitFor();
  const temperature = await page.getByRole("region", { name: "温度记录" }).innerText();
  await page.getByRole("img", { name: `${receiver} 的手写签名` }).waitFor();
  await page.getByRole("button", { name: "随货同行单", exact: true }).waitFor();
  await context.close();
  return temperature.replaceAll(/\s+/g, " ");
}

/** The state as the order's own page says it; the list behind it is not in view on a phone. */
const state = (page, label) => page.locator(".pill", { hasText: label }).filter({ visible: true });
