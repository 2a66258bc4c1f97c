/** A licence document handed in on the phone by whoever has it, and looked at by somebody else. */
import { choose, fill, keep, seen, url } from "../phones.mjs";

const held = (page) => page.getByRole("region", { name: "证照", exact: true });
const one = (page, { texts }) => held(page).getByRole("listitem").filter({ hasText: texts.证照编号 });

/** From the holder's page and back to it; says what that page then shows of the paper. */
export async function submitPaper(page, paper) {
  const { file, type, scope = [], texts } = paper;
  await held(page).getByRole("button", { name: "提交证照", exact: true }).click();
  await page.locator('input[type="file"]').setInputFiles(file);
  await choose(page, "证照类型", type);
  await fill(page, texts);
  for (const regime of scope) await page.getByRole("checkbox", { name: regime, exact: true }).check();
  await page.getByRole("button", { name: "提交审核" }).click();
  return await shown(one(page, paper));
}

/**
 * The colleague sees the file and accepts the paper, then hands one in for the same customer: that one is somebody
 * else's to review. Says what the desk showed of both.
 */
export async function paperReviewed(page, { customer, customerId, paper, ownPaper }) {
  await keep(page, "证照审核与到期");
  await onDesk(page, customer, paper).click();
  await page.getByRole("button", { name: "查看文件" }).click();
  const picture = page.getByRole("img", { name: paper.type });
  await picture.waitFor();
  const width = await picture.evaluate(async (image) => {
    await image.decode();
    return image.naturalWidth;
  });
  await page.getByRole("button", { name: "审核通过" }).click();
  await page.waitForURL("**/papers");
  await onDesk(page, customer, paper).waitFor({ state: "detached" });

  await page.goto(`${url}/customers/${customerId}`);
  const accepted = await shown(one(page, paper));
  await submitPaper(page, ownPaper);
  await keep(page, "证照审核与到期");
  await onDesk(page, customer, ownPaper).click();
  const why = await seen(page.getByText("你提交的证照由另一位质管人员审核。")).innerText();
  const mayDecide = await page.getByRole("button", { name: /审核通过|不予通过/ }).count();
  return { width, accepted, own: { why, mayDecide } };
}

const onDesk = (page, { name }, { type }) =>
  page.getByRole("button", { name: new RegExp(`${name}.*${type}`) });

const shown = async (paper) => (await paper.innerText()).replaceAll(/\s+/g, " ");
