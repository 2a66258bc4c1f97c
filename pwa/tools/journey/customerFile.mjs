/** A customer's file as a salesperson begins it on the phone: the firm, a place that goods go to, whom to call. */
import { choose, field, fill, isKept, seen, tapTwice, until } from "../phones.mjs";

/** Ends on the customer's page; says its id, what a reload brought back, and how often a double tap sent it. */
export async function customerOnFile(page, { name, kind, invoicing, site, contact }) {
  await page.getByRole("link", { name: "客户", exact: true }).click();
  await page.getByRole("button", { name: "新增", exact: true }).click();
  await field(page, "客户名称").fill(name);
  await choose(page, "客户类型", kind);
  await fill(page, invoicing);
  const written = Object.keys(invoicing).at(-1);
  await until(
    () => isKept(page, "drafts", "customer:new", invoicing[written]),
    (kept) => kept,
  );
  await page.reload();
  await page.getByText("已恢复上次没存完的内容").waitFor();
  const restored = {
    客户名称: await field(page, "客户名称").inputValue(),
    [written]: await field(page, written).inputValue(),
  };

  const sent = await tapTwice(page, "新增客户", name);
  await page.getByRole("button", { name: "新增收货地址" }).click();
  const place = page.getByRole("dialog", { name: "新增收货地址" });
  await fill(place, site);
  await place.getByRole("button", { name: "保存地址" }).click();
  await seen(page.getByText(site.详细地址)).waitFor();
  await page.getByRole("button", { name: "新增联系人" }).click();
  const person = page.getByRole("dialog", { name: "新增联系人" });
  await fill(person, contact);
  await person.getByRole("button", { name: "保存联系人" }).click();
  await seen(page.getByText(contact.姓名)).waitFor();
  return { id: new URL(page.url()).pathname.split("/").at(-1), restored, sent };
}
