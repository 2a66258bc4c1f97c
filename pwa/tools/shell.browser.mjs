/** The shell in a real Chromium, under our content policy, from a build. Run by `npm run test:browser`. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { CHROMIUM } from "./chromium.mjs";
import { filmLabel } from "./labelVideo.mjs";
import { serveLooks } from "./looksServer.mjs";

const PHONE = {
  viewport: { width: 360, height: 740 },
  isMobile: true,
  hasTouch: true,
  locale: "zh-CN",
  permissions: ["camera"],
};
const LABEL = "(01)06901234567892(10)2609B147(17)270331";
const SHOWN = "0106901234567892102609B147␝17270331";
const folder = mkdtempSync(join(tmpdir(), "lotline-label-"));
const film = join(folder, "label");
let server;
let browser;
const troubles = [];

before(async () => {
  await filmLabel(LABEL, film);
  server = await serveLooks();
  browser = await chromium.launch({
    ...CHROMIUM,
    args: [
      ...CHROMIUM.args,
      "--use-fake-ui-for-media-stream",
      "--use-fake-device-for-media-stream",
      `--use-file-for-fake-video-capture=${film}.y4m`,
    ],
  });
});
after(async () => {
  await browser?.close();
  await server?.close();
  rmSync(folder, { recursive: true });
});

async function phone() {
  const context = await browser.newContext(PHONE);
  const page = await context.newPage();
  page.on("pageerror", (reason) => troubles.push(reason.message));
  page.on("console", (message) => {
    if (/Content Security Policy/.test(message.text())) troubles.push(message.text());
  });
  return { context, page };
}

test("opens on a deep link without network, knows the person, and scans", async (note) => {
  const { context, page } = await phone();
  await page.goto(server.address);
  await page.getByText("今天还没有待办").waitFor();
  await page.waitForFunction(async () => {
    await navigator.serviceWorker.ready;
    const names = await caches.keys();
    const kept = await Promise.all(
      names.map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url)),
    );
    return (
      kept.flat().some((url) => url.includes(".wasm")) &&
      kept.flat().some((url) => url.includes("index.html"))
    );
  });
  await context.setOffline(true);

  await page.goto(`${server.address}/me`);
  await page.getByText("沈雨桐").waitFor();
  await page.getByText("离线打开，联网后确认身份").waitFor();

  const tapped = Date.now();
  await page.goto(`${server.address}/scan`);
  const seen = page.locator('[data-source="camera"] .mono:not(.lot-number)');
  await seen.waitFor();
  note.diagnostic(`from address to label, offline and cold: ${Date.now() - tapped} ms`);
  assert.equal(await seen.textContent(), SHOWN);
  assert.match(await page.locator('[data-source="camera"] .small').textContent(), /DataMatrix · \]d2/);
  await context.close();
});

test("speaking results is switched on at Me, said at once, remembered, and done beside the camera", async () => {
  const { context, page } = await phone();
  await page.addInitScript(() => {
    globalThis.said = [];
    speechSynthesis.speak = ({ text, lang }) => globalThis.said.push(`${lang} ${text}`);
  });
  const said = () => page.evaluate(() => globalThis.said);
  const speaks = page.getByRole("group", { name: "语音播报结果" });
  await page.goto(`${server.address}/me`);
  assert.equal(await speaks.getByRole("radio", { name: "关" }).isChecked(), true);
  await speaks.getByRole("radio", { name: "开" }).check();
  assert.deepEqual(await said(), ["zh-CN 语音播报结果：开"]);

  await page.reload();
  await speaks.waitFor();
  assert.equal(await speaks.getByRole("radio", { name: "开" }).isChecked(), true);
  assert.deepEqual(await said(), []);

  await page.getByRole("link", { name: "扫码" }).click();
  await page.locator('[data-source="camera"]').waitFor();
  await page.waitForFunction(() => globalThis.said.length > 0);
  assert.match((await said())[0], /^zh-CN .*2 6 0 9 B 1 4 7/);
  await context.close();
});

test("a hand scanner and a photo lead to the same list", async () => {
  const denied = await browser.newContext({ ...PHONE, permissions: [] });
  const still = await denied.newPage();
  await still.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("no", "NotAllowedError"));
  });
  await still.goto(`${server.address}/scan`);
  await still.locator('.viewer input[type="file"]').setInputFiles(`${film}.png`);
  await still.locator('[data-source="photo"] .mono:not(.lot-number)').waitFor();
  assert.equal(await still.locator('[data-source="photo"] .mono:not(.lot-number)').textContent(), SHOWN);

  // Without waiting for one key before the next: a hand scanner does not either.
  await Promise.all([
    ...[..."MA.156.M0.1234"].map((key) => still.keyboard.press(key)),
    still.keyboard.press("Enter"),
  ]);
  await still.locator('[data-source="wedge"]').getByText("MA.156.M0.1234").waitFor();
  await denied.close();
});

test("leaving the page, and hiding it, gives the camera back", async () => {
  const { context, page } = await phone();
  await page.addInitScript(() => {
    const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    globalThis.tracks = [];
    navigator.mediaDevices.getUserMedia = async (wanted) => {
      const stream = await open(wanted);
      globalThis.tracks.push(...stream.getTracks());
      return stream;
    };
  });
  const states = () => page.evaluate(() => globalThis.tracks.map(({ readyState }) => readyState));
  await page.goto(`${server.address}/scan`);
  await page.locator(".viewer.running").waitFor();
  assert.deepEqual(await states(), ["live"]);

  const setVisibility = (value) =>
    page.evaluate((state) => {
      Object.defineProperty(document, "visibilityState", { configurable: true, get: () => state });
      document.dispatchEvent(new Event("visibilitychange"));
    }, value);
  await setVisibility("hidden");
  assert.deepEqual(await states(), ["ended"]);
  await setVisibility("visible");
  await page.locator(".viewer.running").waitFor();
  assert.deepEqual(await states(), ["ended", "live"]);

  await page.getByRole("link", { name: "我的" }).click();
  await page.getByText("沈雨桐").waitFor();
  assert.deepEqual(await states(), ["ended", "ended"]);
  await context.close();
});

test("a signature survives turning the phone; a dot is none", async () => {
  const { context, page } = await phone();
  await page.goto(`${server.address}/gallery/sign`);
  const canvas = page.locator("canvas");
  const draw = async (points) => {
    await canvas.scrollIntoViewIfNeeded();
    const { x, y } = await canvas.boundingBox();
    await page.mouse.move(x + points[0][0], y + points[0][1]);
    await page.mouse.down();
    for (const [dx, dy] of points) await page.mouse.move(x + dx, y + dy);
    await page.mouse.up();
  };
  const ink = () =>
    canvas.evaluate((element) => {
      const { data } = element.getContext("2d").getImageData(0, 0, element.width, element.height);
      return data.filter((value, index) => index % 4 === 3 && value > 0).length;
    });

  await draw([[40, 40]]);
  await page.getByText("签名太短，请写完整姓名").waitFor();
  assert.equal(await page.locator("[data-strokes]").textContent(), "");
  await page.getByRole("button", { name: "重签" }).click();
  assert.equal(await ink(), 0);

  await draw(Array.from({ length: 30 }, (_, step) => [20 + step * 6, 80 + Math.sin(step / 3) * 30]));
  await draw(Array.from({ length: 20 }, (_, step) => [60 + step * 5, 140 - step]));
  await page.getByText("已签，2 笔").waitFor();
  const strokes = await page.locator("[data-strokes]").textContent();
  assert.match(strokes, /^\{"width":\d+,"height":\d+,"strokes":\[\[\d/);

  await page.setViewportSize({ width: 740, height: 360 });
  await page.waitForFunction(() => document.querySelector("canvas").offsetWidth > 400);
  assert.ok((await ink()) > 500, "the ink is gone after turning");
  await page.getByText("已签，2 笔").waitFor();
  await context.close();
});

test("nobody signed in: a deep link leads to signing in, the words of a refusal are shown", async () => {
  server.signedIn(false);
  const { context, page } = await phone();
  await page.goto(`${server.address}/me`);
  await page.getByLabel("账号").fill("shen");
  await page.getByLabel("密码", { exact: true }).fill("wrong");
  await page.getByRole("button", { name: "登录" }).click();
  await page.getByRole("alert").getByText("请登录").waitFor();
  assert.match(page.url(), /\/sign-in\?next=\/me$/);
  server.signedIn(true);
  await context.close();
});

test("none of it broke the content policy or threw", () => {
  assert.deepEqual(troubles, []);
});
