/** A parcel that a courier brings: who holds the delivery note follows it, its customer signs in and confirms. */
import { logins, troubles, url } from "../phones.mjs";

/** Behind the note's QR, first without a login, then signed in from there; says what the link's page showed. */
export async function confirmedBehindLink(browser, { token, celsius }) {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, locale: "zh-CN" });
  const page = await context.newPage();
  page.on("pageerror", (reason) => troubles.push(`link: ${reason.message}`));
  await page.goto(`${url}/d/${token}`);
  const head = page.getByRole("region", { name: "签收结果" });
  const shown = (await head.innerText()).replaceAll(/\s+/g, " ");
  const mayConfirm = await page.getByRole("button", { name: "确认全部收到" }).isVisible();
  await page.getByRole("button", { name: "登录后确认收货" }).click();
  await page.getByLabel("账号").fill(logins.customer.user);
  await page.getByLabel("密码", { exact: true }).fill(logins.customer.password);
  await page.getByRole("button", { name: "登录" }).click();
  await page.getByRole("button", { name: "有少收或拒收" }).click();
  await page
    .getByRole("textbox", { name: /^到货温度/ })
    .filter({ visible: true })
    .fill(celsius);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "确认全部收到" }).click();
  await page.getByRole("button", { name: "都收到了" }).click();
  await page.getByText("全部签收").filter({ visible: true }).first().waitFor();
  await context.close();

  const stranger = await browser.newContext({ viewport: { width: 360, height: 740 }, locale: "zh-CN" });
  const again = await stranger.newPage();
  await again.goto(`${url}/d/${token}`);
  const after = (await again.getByRole("region", { name: "签收结果" }).innerText()).replaceAll(/\s+/g, " ");
  await stranger.close();
  return { shown, mayConfirm, after };
}
