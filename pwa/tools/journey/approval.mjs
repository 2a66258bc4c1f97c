/** The manager releases an order that is over the limit, in two taps. */
import { ask, phone, until, url } from "../phones.mjs";

const STATE = "query ($id: UUID!) { order(id: $id) { state } }";

/** Ends with the order approved; says which words brought it to the manager. */
export async function approve(browser, { orderId, number }) {
  const { context, page } = await phone(browser, "manager");
  await page.goto(`${url}/approvals`);
  const card = page.getByRole("article").filter({ hasText: number });
  const why = await card.locator(".why").innerText();
  await card.getByRole("button", { name: "同意" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "确认同意" }).click();
  await card.waitFor({ state: "detached" });
  await until(
    () => ask("manager", STATE, { id: orderId }),
    ({ order }) => order.state === "approved",
  );
  await context.close();
  return why;
}
