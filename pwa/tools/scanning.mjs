/** A phone before a fake camera, for the tests and the figures of scanning. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { CHROMIUM } from "./chromium.mjs";

export const PHONE = {
  viewport: { width: 360, height: 740 },
  isMobile: true,
  hasTouch: true,
  locale: "zh-CN",
  permissions: ["camera"],
};

export function newFolder() {
  const folder = mkdtempSync(join(tmpdir(), "lotline-scan-"));
  return { path: (name) => join(folder, name), remove: () => rmSync(folder, { recursive: true }) };
}

/** A browser whose camera shows `${film}.y4m`, over and over. */
export async function browserFilming(film) {
  return await chromium.launch({
    ...CHROMIUM,
    args: [
      ...CHROMIUM.args,
      "--use-fake-ui-for-media-stream",
      "--use-fake-device-for-media-stream",
      `--use-file-for-fake-video-capture=${film}.y4m`,
    ],
  });
}

/** Ten labels that differ in lot and expiry, as raw text with FNC1 shown as ␝ and as the writer wants them. */
export const TEN = Array.from({ length: 10 }, (_, number) => {
  const [lot, expiry] = [`2609B${147 + number}`, `2703${String(10 + number)}`];
  return {
    bracketed: `(01)06901234567892(10)${lot}(17)${expiry}`,
    shown: `010690123456789210${lot}␝17${expiry}`,
  };
});

export const shownCodes = (page) => page.locator("[data-source] .mono:not(.lot-number)").allTextContents();

/** Milliseconds from the tap on the tab until the label is on the page. */
export async function tapToLabel(page) {
  const tab = page.getByRole("link", { name: "扫码" });
  await tab.waitFor();
  const tapped = performance.now();
  await tab.click();
  await page.locator('[data-source="camera"] .mono:not(.lot-number)').first().waitFor();
  return performance.now() - tapped;
}

export const median = (numbers) =>
  numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)];

export async function coldAndWarm(browser, address, times) {
  const [cold, warm] = [[], []];
  for (let time = 0; time < times; time += 1) {
    const context = await browser.newContext(PHONE);
    const page = await context.newPage();
    await page.goto(address);
    cold.push(await tapToLabel(page));
    await page.getByRole("link", { name: "我的" }).click();
    await page.getByText("沈雨桐").waitFor();
    warm.push(await tapToLabel(page));
    await context.close();
  }
  return { cold, warm };
}

/** Seconds until all ten of the film are on the list, and what is on it then. */
export async function tenInARow(browser, address, patienceMs) {
  const context = await browser.newContext(PHONE);
  await context.addInitScript(() => localStorage.setItem("scanner", JSON.stringify({ mode: "many" })));
  const page = await context.newPage();
  const began = performance.now();
  await page.goto(`${address}/scan`);
  await page.getByText("已扫 10 个码").waitFor({ timeout: patienceMs });
  const seconds = (performance.now() - began) / 1_000;
  const codes = await shownCodes(page);
  const counted = await page.getByText("已扫 10 个码，共 10 件").count();
  await context.close();
  return { seconds, codes, counted };
}
