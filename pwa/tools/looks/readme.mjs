/** The pictures of the README: one order's way, each page by the person whose step it is. */
import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { addressOf } from "./addresses.mjs";
import { SIZES, open } from "./look.mjs";
import { pagesOfTheApp } from "./pages.mjs";

const FOLDER = fileURLToPath(new URL("../../../docs/pictures", import.meta.url));
const BYTES_MAX = 150_000;
const WEBP_QUALITY = 80;
const PICTURES = [
  ["home", "sales"],
  ["order-form", "sales"],
  ["approvals", "manager"],
  ["pick", "warehouse"],
  ["recheck", "recheck"],
  ["hand-over", "keeper"],
  ["stop", "driver"],
  ["order", "customer"],
];

/** Writes docs/pictures/<page>.webp, 720 px wide. Throws for one that is too large. */
export async function readmePictures(browser, { address, people }) {
  const pages = await pagesOfTheApp();
  await mkdir(FOLDER, { recursive: true });
  for (const [name, role] of PICTURES) {
    const page = pages.find((one) => one.name === name);
    const person = people.find((one) => one.role === role);
    const bytes = await pictureOf(browser, address, person, await addressOf(page, person));
    if (bytes.length > BYTES_MAX) throw new Error(`the picture of ${name} has ${bytes.length} bytes`);
    await writeFile(`${FOLDER}/${name}.webp`, bytes);
  }
}

async function pictureOf(browser, address, { user, password }, path) {
  const context = await browser.newContext({
    viewport: SIZES.phone,
    deviceScaleFactor: 2,
    isMobile: true,
    hasTouch: true,
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    serviceWorkers: "block",
  });
  await context.request.post(`${address}/auth/sign-in`, {
    headers: { "X-Lotline": "1", Origin: address },
    data: { user, password },
  });
  const tab = await context.newPage();
  await tab.goto(`${address}/robots.txt`);
  await open(tab, address + path);
  const chrome = await context.newCDPSession(tab);
  const { data } = await chrome.send("Page.captureScreenshot", { format: "webp", quality: WEBP_QUALITY });
  await context.close();
  return Buffer.from(data, "base64");
}
