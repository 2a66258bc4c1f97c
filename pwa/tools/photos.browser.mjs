/** Photos in a real Chromium without a camera: both engines in the worker, every format, nothing sent anywhere. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { CHROMIUM } from "./chromium.mjs";
import { photoOf } from "./labelVideo.mjs";
import { serveLooks } from "./looksServer.mjs";
import { PHONE, shownCodes } from "./scanning.mjs";

const GS1 = "(01)06901234567892(10)AB-12(17)270228";
const GS1_SHOWN = "010690123456789210AB-12␝17270228";
/** What is printed, how, and what the page says of it: the server's tests name the same. */
const PRINTED = [
  ["6901234567892", { format: "EAN13" }, "EAN13 · ]E0", "6901234567892"],
  ["96385074", { format: "EAN8" }, "EAN8 · ]E4", "96385074"],
  ["036000291452", { format: "UPCA" }, "EAN13 · ]E0", "0036000291452"],
  ["01234565", { format: "UPCE" }, "UPCE · ]E0", "0012345000065"],
  ["09501101530003", { format: "ITF" }, "ITF · ]I1", "09501101530003"],
  ["LOT-123", { format: "Code39" }, "Code39 · ]A0", "LOT-123"],
  ["+A123BJC5D6E71G", { format: "Code39Std" }, "Code39 · ]A0", "+A123BJC5D6E71G"],
  ["LOT-123", { format: "Code93" }, "Code93 · ]G0", "LOT-123"],
  ["A12345B", { format: "Codabar" }, "Codabar · ]F0", "A12345B"],
  ["09501101530003", { format: "DataBarOmni" }, "DataBarOmni · ]e0", "0109501101530003"],
  [GS1, { format: "DataBarExp", options: "gs1" }, "DataBarExp · ]e0", GS1_SHOWN],
  ["LOT-123", { format: "Aztec" }, "Aztec · ]z0", "LOT-123"],
  ["LOT-123", { format: "PDF417" }, "PDF417 · ]L2", "LOT-123"],
  ["LOT-123", { format: "MaxiCode" }, "MaxiCode · ]U0", "LOT-123"],
  [GS1, { format: "QRCode", options: "gs1" }, "QRCode · ]Q3", GS1_SHOWN],
  [GS1, { format: "Code128", options: "gs1" }, "Code128 · ]C1", GS1_SHOWN],
  // Of 2,400 pixels: larger than what is drawn at a time.
  [GS1, { format: "DataMatrix", options: "gs1", scale: 100 }, "DataMatrix · ]d2", GS1_SHOWN],
];
const ONE_ENGINE = "这个码只有一种引擎读到，请与印刷的数字核对。";
const ZBAR = /\/zbar-[^/]*\.wasm$/;
let server;
let browser;

before(async () => {
  server = await serveLooks();
  browser = await chromium.launch(CHROMIUM);
});
after(async () => {
  await browser?.close();
  await server?.close();
});

async function scanPage() {
  const context = await browser.newContext({ ...PHONE, permissions: [], serviceWorkers: "block" });
  const page = await context.newPage();
  const fetched = [];
  page.on("request", (request) => fetched.push(`${request.method()} ${new URL(request.url()).pathname}`));
  return { page, fetched };
}

async function takePhoto(page, printed, how) {
  await page
    .locator('input[type="file"]')
    .setInputFiles({ name: "label.png", mimeType: "image/png", buffer: await photoOf(printed, how) });
  await page.locator('[data-source="photo"]').first().waitFor();
}

for (const [printed, how, carrier, shown] of PRINTED) {
  test(`a photo of ${how.format} is read on the phone: ${carrier} ${printed}`, async () => {
    const { page, fetched } = await scanPage();
    await page.goto(`${server.address}/scan`);
    await takePhoto(page, printed, how);
    assert.deepEqual(await shownCodes(page), [shown]);
    assert.ok((await page.locator('[data-source="photo"]').textContent()).includes(carrier));
    assert.equal(await page.getByText(ONE_ENGINE).count(), 0);
    assert.equal(fetched.filter((request) => request.includes("/files/scan")).length, 0);
    await page.context().close();
  });
}

test("the second engine is fetched for the first photo that needs it, not before", async () => {
  const { page, fetched } = await scanPage();
  await page.goto(`${server.address}/scan`);
  await page.locator('input[type="file"]').waitFor({ state: "attached" });
  assert.equal(fetched.filter((request) => ZBAR.test(request)).length, 0);
  await takePhoto(page, "LOT-123", { format: "Code39" });
  assert.equal(fetched.filter((request) => ZBAR.test(request)).length, 1);
  await page.context().close();
});

test("without the second engine a weak code is to be compared with the print", async () => {
  const { page } = await scanPage();
  await page.route(ZBAR, (route) => route.abort());
  await page.goto(`${server.address}/scan`);
  await takePhoto(page, "LOT-123", { format: "Code39" });
  assert.deepEqual(await shownCodes(page), ["LOT-123"]);
  await page.getByText(ONE_ENGINE).waitFor();
  await page.context().close();
});
