/** Scanning in a real Chromium with a fake camera: exact labels, generous time. The figures are `npm run bench:scan`'s. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { filmLabel, filmLabels, filmSideBySide } from "./labelVideo.mjs";
import { serveLooks } from "./looksServer.mjs";
import {
  browserFilming,
  decodeToResult,
  hearDecoder,
  KEPT_LOTS,
  median,
  newFolder,
  PHONE,
  shownCodes,
  tapToLabel,
  TEN,
  tenInARow,
} from "./scanning.mjs";

const PATIENCE_MS = 60_000;
/** Issue of the figures: a result within 300 ms of its decode. The median bears a busy machine; the bench asks it of each. */
const RESULT_MS_MAX = 300;
const folder = newFolder();
const browsers = new Map();
let server;

/** One browser for each film. */
async function filming(name) {
  if (!browsers.has(name)) browsers.set(name, await browserFilming(folder.path(name)));
  return browsers.get(name);
}
async function phone(browser, more = {}, prepare = () => undefined) {
  const context = await browser.newContext({ ...PHONE, ...more });
  const page = await context.newPage();
  await prepare(page);
  return page;
}

before(async () => {
  await filmLabel(TEN[0].bracketed, folder.path("one"));
  await filmLabels(
    TEN.map(({ bracketed }) => bracketed),
    folder.path("ten"),
    6,
  );
  await filmSideBySide([TEN[0].bracketed, TEN[1].bracketed], folder.path("two"));
  server = await serveLooks({ keptLots: KEPT_LOTS });
});
after(async () => {
  await Promise.all([...browsers.values()].map((browser) => browser.close()));
  await server?.close();
  folder.remove();
});

test("a tap on the tab, and the label is read; the next waits for the trigger", async () => {
  const page = await phone(await filming("one"));
  await page.goto(server.address);
  await tapToLabel(page);
  assert.deepEqual(await shownCodes(page), [TEN[0].shown]);
  await page.getByText("已读到，先看结果").waitFor();
  await page.getByRole("button", { name: "扫下一个" }).click();
  await page.getByText("将条码放入框内").waitFor();
  await page.context().close();
});

test("ten different labels in a row are all read, and none twice", async () => {
  const { codes, counted } = await tenInARow(await filming("ten"), server.address, PATIENCE_MS);
  assert.deepEqual(codes.toSorted(), TEN.map(({ shown }) => shown).toSorted());
  assert.equal(counted, 1);
});

test("without network each result is whole within 300 ms of its decode: product, lot, days left, state", async () => {
  const results = await decodeToResult(await filming("ten"), server.address, PATIENCE_MS);
  assert.deepEqual(
    results.map(({ lot }) => lot).toSorted(),
    TEN.map(({ lot }) => lot),
  );
  for (const { lot, words } of results) {
    const { expiresOn } = TEN.find((one) => one.lot === lot);
    assert.match(
      words,
      new RegExp(`^人白细胞介素6 ELISA 试剂盒合格批号 ${lot}有效期至 ${expiresOn} · 剩 \\d+ 天$`),
    );
  }
  assert.ok(median(results.map(({ ms }) => ms)) <= RESULT_MS_MAX, JSON.stringify(results));
});

test("a label that stays in view counts once, however many frames show it", async () => {
  const page = await phone(await filming("one"), {}, async (opened) => {
    await opened.addInitScript(() => localStorage.setItem("scanner", JSON.stringify({ mode: "many" })));
    await opened.addInitScript(hearDecoder);
  });
  await page.goto(`${server.address}/scan`);
  await page.getByText("已扫 1 个码，共 1 件").waitFor();
  // The decoder has seen it again and again, the last time long after the 1.5 s in which a code is ignored.
  await page.waitForFunction(
    () => globalThis.heard.length > 1 && globalThis.heard.at(-1).ms - globalThis.heard[0].ms > 3_000,
  );
  assert.equal(await page.getByText("已在清单里").count(), 0);
  await page.getByText("已扫 1 个码，共 1 件").waitFor();
  await page.context().close();
});

test("+1 counts another piece of the same code, undo takes it back", async () => {
  const page = await phone(await filming("one"), {}, async (opened) => {
    await opened.addInitScript(() => localStorage.setItem("scanner", JSON.stringify({ mode: "many" })));
  });
  await page.goto(`${server.address}/scan`);
  await page.getByText("已扫 1 个码，共 1 件").waitFor();
  await page.getByRole("button", { name: "再计一件" }).click();
  await page.getByText("已扫 1 个码，共 2 件").waitFor();
  await page.getByRole("button", { name: "撤销" }).click();
  await page.getByText("已扫 1 个码，共 1 件").waitFor();
  await page.context().close();
});

test("of two labels in view none is taken until one is tapped", async () => {
  const page = await phone(await filming("two"));
  await page.goto(`${server.address}/scan`);
  const second = page.getByRole("button", { name: /2609B148/ });
  await second.waitFor();
  assert.deepEqual(await shownCodes(page), []);
  await page.getByRole("button", { name: "选第 2 个码" }).waitFor();
  await second.click();
  await page.locator("[data-source]").first().waitFor();
  assert.deepEqual(await shownCodes(page), [TEN[1].shown]);
  await page.context().close();
});

for (const [name, words] of [
  ["NotAllowedError", "摄像头没有授权"],
  ["NotReadableError", "摄像头被其他应用占用"],
  ["NotFoundError", "没有找到摄像头"],
  ["WeirdError", "摄像头没有打开"],
]) {
  test(`a camera that says ${name} is explained, and typing goes on`, async () => {
    const page = await phone(await filming("one"), {}, async (opened) => {
      await opened.addInitScript((reason) => {
        navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("no", reason));
      }, name);
    });
    await page.goto(`${server.address}/scan`);
    await page.getByRole("heading", { name: words }).waitFor();
    await page.getByRole("button", { name: "手工输入" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("条码内容").fill("6901234567890");
    await dialog.getByText("末位校验位应为 2，请与印刷的数字核对").waitFor();
    await dialog.getByLabel("条码内容").fill("6901234567892");
    await dialog.getByText("13 位，校验位正确").waitFor();
    await dialog.getByRole("button", { name: "查这个码" }).click();
    await page.locator('[data-source="typed"]').waitFor();
    assert.deepEqual(await shownCodes(page), ["6901234567892"]);
    await page.context().close();
  });
}

test("inside WeChat the way out is told first", async () => {
  const page = await phone(
    await filming("one"),
    { userAgent: "Mozilla/5.0 (Linux; Android 14) MicroMessenger/8.0.50" },
    async (opened) => {
      await opened.addInitScript(() => {
        navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("no", "NotAllowedError"));
      });
    },
  );
  await page.goto(`${server.address}/scan`);
  await page.getByRole("heading", { name: "在微信里打不开摄像头" }).waitFor();
  await page.getByRole("button", { name: "复制地址" }).waitFor();
  await page.context().close();
});
