/** Several lenses, light, zoom and focus in a real Chromium, before a phone's camera of our own drawing. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { CHROMIUM } from "./chromium.mjs";
import { labelModules } from "./labelVideo.mjs";
import { serveLooks } from "./looksServer.mjs";
import { ANDROID, aPhoneCamera } from "./phoneCamera.mjs";
import { PHONE, shownCodes, TEN } from "./scanning.mjs";

const { ultraWide, front, tele, main } = ANDROID;
const ALL = [ultraWide, front, tele, main];
const [{ bracketed, shown }] = TEN;
let server;
let browser;
let label;

before(async () => {
  [server, browser, label] = await Promise.all([
    serveLooks(),
    chromium.launch(CHROMIUM),
    labelModules(bracketed),
  ]);
});
after(async () => {
  await browser?.close();
  await server?.close();
});

/** A phone on the scan page, whose camera is as told. */
async function phone(camera) {
  const context = await browser.newContext(PHONE);
  const page = await context.newPage();
  await page.addInitScript(aPhoneCamera, { lenses: ALL, label, sharpOn: ["main"], ...camera });
  await page.goto(`${server.address}/scan`);
  return page;
}
const runs = (page) => page.locator(".viewer.running").waitFor();
const openings = (page) => page.evaluate(() => globalThis.phoneCamera.openings);
const trackStates = (page) =>
  page.evaluate(() => globalThis.phoneCamera.tracks.map(({ readyState }) => readyState));
const changes = (page) => page.evaluate(() => globalThis.phoneCamera.changes);
const lastChange = async (page) => (await changes(page)).at(-1);
async function reads(page) {
  await page.locator('[data-source="camera"]').first().waitFor();
  assert.deepEqual(await shownCodes(page), [shown]);
}
async function setVisibility(page, value) {
  await page.evaluate((state) => {
    Object.defineProperty(document, "visibilityState", { configurable: true, get: () => state });
    document.dispatchEvent(new Event("visibilitychange"));
  }, value);
}

test("of ultra-wide, front, tele and main the main lens is opened, reads, and is opened at once the next time", async () => {
  const page = await phone({});
  await reads(page);
  assert.deepEqual(await openings(page), ["whichever", "main"]);
  assert.deepEqual(await trackStates(page), ["ended", "live"]);

  await page.reload();
  await reads(page);
  assert.deepEqual(await openings(page), ["main"]);
  await page.context().close();
});

test("a main lens that does not open leaves the one that did", async () => {
  const page = await phone({
    lenses: [ultraWide, { ...main, refuses: "NotReadableError" }],
    sharpOn: ["ultra-wide"],
  });
  await reads(page);
  assert.deepEqual(await openings(page), ["whichever", "main", "whichever"]);
  assert.deepEqual(await trackStates(page), ["ended", "live"]);
  await page.context().close();
});

test("another lens is chosen by hand, never the front one, and remembered", async () => {
  const page = await phone({ sharpOn: ["tele"] });
  await runs(page);
  const next = page.getByRole("button", { name: "换镜头" });
  await next.click(); // After the main lens, the last of the list, comes the ultra-wide.
  await page.waitForFunction(() => globalThis.phoneCamera.openings.length === 3);
  await runs(page);
  await next.click();
  await reads(page);
  assert.deepEqual(await openings(page), ["whichever", "main", "ultra-wide", "tele"]);

  await page.reload();
  await reads(page);
  assert.deepEqual(await openings(page), ["tele"]);
  await page.context().close();
});

test("far off in the dark the label is read once the light is on and the lens has zoomed, which leaves the light on", async () => {
  const page = await phone({ needs: ["light", "zoom"] });
  await runs(page);
  const zoom = page.getByRole("button", { name: "变焦" });
  const zoomsTo = (shows) => zoom.getByText(shows, { exact: true }).waitFor();
  await zoomsTo("1×");
  await page.getByRole("button", { name: "开灯" }).click();
  await page.getByRole("button", { name: "关灯", pressed: true }).waitFor();
  const lit = { torch: true, focusMode: "continuous", pointsOfInterest: [] };
  assert.deepEqual(await lastChange(page), { ...lit, zoom: 1 });
  assert.deepEqual(await shownCodes(page), []);

  await zoom.click();
  await reads(page);
  for (const [shows, factor] of [
    ["2×", 2],
    ["4×", 4],
    ["1×", 1],
  ]) {
    await zoomsTo(shows);
    assert.deepEqual(await lastChange(page), { ...lit, zoom: factor });
    await zoom.click();
  }

  await page.getByRole("button", { name: "关灯" }).click();
  await page.getByRole("button", { name: "开灯", pressed: false }).waitFor();
  assert.deepEqual(await lastChange(page), { ...lit, torch: false, zoom: 2 });
  await page.context().close();
});

test("a tap on the label focuses there, though the viewer shows only the middle of the picture", async () => {
  const labelAt = { x: 0.62, y: 0.42 };
  const page = await phone({ needs: ["focus"], labelAt });
  await runs(page);
  // The viewer is 360 wide: 16:9 fills its height, and what is too wide is cut off on both sides.
  const { width, height } = await page.locator("video").boundingBox();
  const whole = (height * 16) / 9;
  await page.locator("video").click({
    position: { x: width / 2 + (labelAt.x - 0.5) * whole, y: labelAt.y * height },
  });
  await page.locator(".viewer .focus").waitFor();
  await reads(page);
  const asked = (await changes(page)).filter(({ pointsOfInterest }) => pointsOfInterest.length > 0);
  assert.deepEqual(
    asked.map(({ focusMode, pointsOfInterest: [{ x, y }] }) => [focusMode, x.toFixed(2), y.toFixed(2)]),
    [["single-shot", "0.62", "0.42"]],
  );
  // And back, so that the next box is sharp too.
  await page.waitForFunction(() => {
    const last = globalThis.phoneCamera.changes.at(-1);
    return last.focusMode === "continuous" && last.pointsOfInterest.length === 0;
  });
  await page.context().close();
});

test("a camera that comes back black is opened once more, and reads", async () => {
  const page = await phone({ blackOpenings: [3], needs: ["light"] });
  await runs(page);
  await setVisibility(page, "hidden");
  await setVisibility(page, "visible");
  await page.waitForFunction(() => globalThis.phoneCamera.openings.length === 4);
  await runs(page);
  await page.getByRole("button", { name: "开灯" }).click();
  await reads(page);
  assert.deepEqual(await openings(page), ["whichever", "main", "main", "main"]);
  assert.deepEqual(await trackStates(page), ["ended", "ended", "ended", "live"]);
  assert.equal(await page.getByRole("heading", { name: "摄像头已打开，画面是黑的" }).count(), 0);
  await page.context().close();
});

test("a camera that stays black is opened once more and then explained, until the lens is uncovered", async () => {
  const page = await phone({ blackOpenings: [2, 3], needs: ["zoom"] });
  const explained = page.getByRole("heading", { name: "摄像头已打开，画面是黑的" });
  await explained.waitFor();
  assert.deepEqual(await openings(page), ["whichever", "main", "main"]);
  await page.evaluate(() => {
    globalThis.phoneCamera.uncovered = true;
  });
  await explained.waitFor({ state: "detached" });
  await runs(page);
  assert.equal((await openings(page)).length, 3);
  await page.context().close();
});
