/** What an administrator sets up by hand: a department, a colleague with a post in it, a location on the shelves. */
import { choose, fill, field, keep, newPhone, seen } from "../phones.mjs";

/** Ends with a colleague who holds a post and has no password yet; says the code that lets them set one. */
export async function colleagueAppointed(page, department, { name, login, phone, post }) {
  await keep(page, "人员与岗位");
  await page.getByRole("button", { name: "部门", exact: true }).click();
  await page.getByRole("heading", { name: "部门", exact: true }).waitFor(); // Both pages have a 新增.
  await page.getByRole("button", { name: "新增", exact: true }).click();
  const sheet = page.getByRole("dialog", { name: "新增部门" });
  await field(sheet, "部门").fill(department);
  await sheet.getByRole("button", { name: "保存部门" }).click();
  await page.getByRole("listitem").getByText(department, { exact: true }).waitFor();

  await keep(page, "人员与岗位");
  await page.getByRole("button", { name: "新增", exact: true }).click();
  await fill(page, { 姓名: name, 账号: login, 电话: phone });
  await page.getByRole("button", { name: "新增人员" }).click();
  await seen(page.getByText("还没有岗位，登录后看不到业务内容。")).waitFor();

  await page.getByRole("button", { name: "增加岗位" }).click();
  const grant = page.getByRole("dialog", { name: `给 ${name} 增加岗位` });
  await choose(grant, "岗位", post);
  await choose(grant, "部门", department);
  await grant.getByRole("button", { name: "增加此岗位" }).click();
  await seen(page.getByText("任职中")).waitFor();

  await page.getByRole("button", { name: "生成一次性代码" }).click();
  const secret = page.getByRole("dialog", { name: `${name} 的一次性代码` });
  await secret.getByRole("button", { name: "生成代码" }).click();
  const code = await secret.locator(".code .mono").innerText();
  await secret.getByRole("button", { name: "已告知" }).click();
  return code;
}

/** The colleague's own phone, on which they set their password with the code and are at home; says its page. */
export async function firstSignIn(browser, { login, password }, code) {
  const { page } = await newPhone(browser, login);
  await page.getByRole("button", { name: "忘记密码" }).click();
  // The code first: only this page asks for one, the one before asks for the account too.
  await fill(page, { 一次性代码: code, 账号: login });
  await page.getByLabel("新密码", { exact: true }).fill(password);
  await page.getByRole("button", { name: "设置新密码并登录" }).click();
  await page.getByRole("link", { name: "我的" }).waitFor();
  return page;
}

export async function locationSetUp(page, { code, zone, storage }) {
  await keep(page, "货位");
  await page.getByRole("button", { name: "新增", exact: true }).click();
  const sheet = page.getByRole("dialog", { name: "新增货位" });
  await fill(sheet, { 编号: code, 库区: zone });
  await choose(sheet, "贮藏条件", storage);
  await sheet.getByRole("button", { name: "新增货位" }).click();
  await page.getByRole("region", { name: zone }).getByText(code.toUpperCase(), { exact: true }).waitFor();
}
