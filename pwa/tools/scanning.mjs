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

/** Next year's, so that they are good on whatever day this runs. */
const YEAR = new Date().getFullYear() + 1;

/** Ten labels that differ in lot and expiry, as raw text with FNC1 shown as ␝ and as the writer wants them. */
export const TEN = Array.from({ length: 10 }, (_, number) => {
  const [lot, expiresOn] = [`2609B${147 + number}`, `${YEAR}-03-${String(10 + number)}`];
  const expiry = expiresOn.slice(2).replaceAll("-", "");
  return {
    lot,
    expiresOn,
    bracketed: `(01)06901234567892(10)${lot}(17)${expiry}`,
    shown: `010690123456789210${lot}␝17${expiry}`,
  };
});

/** The ten as the server keeps them: one product, each lot accepted. */
const PRODUCT = {
  productId: "0197-product",
  productName: "人白细胞介素6 ELISA 试剂盒",
  catalogueNumber: "EK-IL6-96",
  specification: "96T",
  unit: "盒",
  storageClass: "refrigerated",
  state: "accepted",
  expired: false,
  quantities: { inStock: "60" },
  product: { piecesPerCase: 20, packs: [{ gtin: "06901234567892", pieces: 1 }] },
};
export const KEPT_LOTS = TEN.map(({ lot, expiresOn }) => ({
  id: lot,
  lotNumber: lot,
  expiresOn,
  ...PRODUCT,
}));

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

/**
 * Each of the ten, without network: from the worker's word to the frame that shows product, lot, expiry with days left
 * and state. The page is opened offline from the address, so the first of them also waits for its parts and the snapshot.
 */
export async function decodeToResult(browser, address, patienceMs) {
  const context = await browser.newContext(PHONE);
  await context.addInitScript(() => localStorage.setItem("scanner", JSON.stringify({ mode: "many" })));
  const page = await context.newPage();
  page.setDefaultTimeout(patienceMs);
  await page.goto(`${address}/scan`);
  await page.locator(".banner .state").waitFor(); // What the phone keeps has come.
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForFunction(async () => {
    const names = await caches.keys();
    const kept = await Promise.all(names.map(async (name) => await (await caches.open(name)).keys()));
    return kept.flat().some(({ url }) => url.includes(".wasm"));
  });
  await context.setOffline(true);
  await page.addInitScript(hearDecoder);
  await page.addInitScript(timeResults);
  await page.goto(`${address}/scan`);
  await page.waitForFunction(() => globalThis.shownResults.filter(({ ms }) => ms !== null).length === 10);
  const results = await page.evaluate(() => globalThis.shownResults);
  await context.close();
  return results;
}

/** Runs in the page before its scripts: every code that the worker has told of, and when. */
export function hearDecoder() {
  const RealWorker = globalThis.Worker;
  globalThis.heard = [];
  globalThis.Worker = class extends RealWorker {
    constructor(...how) {
      super(...how);
      this.addEventListener("message", ({ data }) => {
        for (const { text } of data.codes ?? []) globalThis.heard.push({ text, ms: performance.now() });
      });
    }
  };
}

/** Runs in the page before its scripts: looks at every change of what is shown. */
function timeResults() {
  globalThis.shownResults = [];
  const observer = new MutationObserver(() => {
    const banner = document.querySelector(".banner");
    const words = banner?.textContent.replaceAll(/\s+/g, " ").trim() ?? "";
    const lot = /2609 ?B ?\d{3}/.exec(words)?.[0].replaceAll(" ", "");
    const isWhole = banner?.querySelector(".state") && banner.querySelector(".expiry");
    const decoded = globalThis.heard.find(({ text }) => lot !== undefined && text.includes(lot));
    if (!isWhole || decoded === undefined || globalThis.shownResults.some((one) => one.lot === lot)) return;
    const result = { lot, words, ms: null };
    globalThis.shownResults.push(result);
    // The callback before the next frame, and a task after it: by then the frame is painted.
    requestAnimationFrame(() => {
      setTimeout(() => {
        result.ms = performance.now() - decoded.ms;
      });
    });
  });
  observer.observe(document, { subtree: true, childList: true, characterData: true });
}
