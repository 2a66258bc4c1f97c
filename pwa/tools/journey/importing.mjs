/** A sheet with a row that cannot be taken: the rest is imported, the row is mended, and nothing comes twice. */
import { keep } from "../phones.mjs";

export async function sheetImported(page, { faulty, mended }) {
  await keep(page, "表格导入");
  await page.getByRole("radio", { name: "产品", exact: true }).check({ force: true });
  return { first: await imported(page, faulty), again: await imported(page, mended) };
}

/** What the page says before anything is imported, and after. */
async function imported(page, file) {
  await page.locator('input[type="file"]').setInputFiles(file);
  const counts = page.locator(".card", { has: page.getByRole("heading", { name: /^读到/ }) });
  await counts.waitFor();
  const before = await words(counts);
  const faults = await page.locator(".fault").allInnerTexts();
  await page.getByRole("button", { name: /^导入 \d+ 行/ }).click();
  const another = page.getByRole("button", { name: "再导入一个表格" });
  await another.waitFor();
  const after = await page.getByRole("heading", { name: /^已导入/ }).innerText();
  await another.click();
  return { before, faults: faults.map((fault) => fault.replaceAll(/\s+/g, " ")), after };
}

const words = async (place) => (await place.innerText()).replaceAll(/\s+/g, " ");
