/**
 * Draws the PNG icons from public/icons/mark.svg: `node tools/icons.mjs`. The results are committed; run it again when
 * the mark changes. A maskable icon may be cut to a circle, so its mark stands inside the middle 80 %.
 */
import { readFile, writeFile } from "node:fs/promises";
import { chromium } from "playwright-core";
import { CHROMIUM } from "./chromium.mjs";

const INK = "#12212b";
const folder = new URL("../public/icons/", import.meta.url);
const mark = await readFile(new URL("mark.svg", folder), "utf8");
const browser = await chromium.launch(CHROMIUM);
for (const [name, size, scale] of [
  ["192", 192, 1],
  ["512", 512, 1],
  ["180", 180, 1.02],
  ["maskable-512", 512, 0.8],
]) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const background = scale === 1 ? "transparent" : INK;
  await page.setContent(
    `<style>body{margin:0;display:grid;place-items:center;height:100vh;background:${background}}svg{width:${scale * 100}%;display:block}</style>${mark}`,
  );
  await writeFile(new URL(`${name}.png`, folder), await page.screenshot({ omitBackground: scale === 1 }));
  await page.close();
}
await browser.close();
