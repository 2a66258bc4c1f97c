/**
 * Looks at pages: pictures at 360 × 740 and 1280 × 800, both languages, light and dark, axe on each, content policy
 * broken or not, anything wider than the screen, at 100 % and 130 % text.
 *
 *   npm run looks                                  the gallery and the shell, from a build with the gallery in it
 *   npm run looks -- --routes /me,/scan --quick    360 zh light and 1280 en dark only
 *   node looks.mjs --base http://localhost:8000 --user sales --password … --routes /orders      a running server
 *
 * Pictures go to screenshots/. Exit code 1 when axe, the content policy or the width complains.
 */
import { mkdir } from "node:fs/promises";
import { parseArgs } from "node:util";
import AxeBuilder from "@axe-core/playwright";
import { chromium } from "playwright-core";
import { CHROMIUM } from "./tools/chromium.mjs";
import { serveLooks } from "./tools/looksServer.mjs";

const { values: options } = parseArgs({
  options: {
    base: { type: "string" },
    routes: { type: "string" },
    user: { type: "string" },
    password: { type: "string" },
    quick: { type: "boolean", default: false },
    out: { type: "string", default: "screenshots" },
  },
});
const ROUTES = [
  "/gallery",
  "/gallery/sheet",
  "/gallery/scan",
  "/gallery/sign",
  "/gallery/list",
  "/sign-in",
  "/",
  "/scan",
  "/me",
  "/nowhere",
];
const SIZES = { phone: { width: 360, height: 740 }, desk: { width: 1280, height: 800 } };
const FULL = Object.keys(SIZES).flatMap((size) =>
  ["zh-CN", "en"].flatMap((language) =>
    ["light", "dark"].map((theme) => ({ size, language, theme, text: 100 })),
  ),
);
const LARGE_TEXT = { size: "phone", language: "zh-CN", theme: "light", text: 130 };
const QUICK = [FULL[0], FULL[FULL.length - 1], LARGE_TEXT];

const server = options.base === undefined ? await serveLooks() : null;
const base = options.base ?? server.address;
const routes = options.routes?.split(",") ?? ROUTES;
const browser = await chromium.launch({
  ...CHROMIUM,
  args: [...CHROMIUM.args, "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"],
});
await mkdir(options.out, { recursive: true });
const complaints = [];
for (const view of options.quick ? QUICK : [...FULL, LARGE_TEXT]) await lookAt(view);
await browser.close();
await server?.close();
for (const complaint of complaints) process.stdout.write(`${complaint}\n`);
process.stdout.write(
  `${routes.length} pages, ${complaints.length} complaints, pictures in ${options.out}/\n`,
);
process.exit(complaints.length === 0 ? 0 : 1);

async function lookAt({ size, language, theme, text }) {
  const context = await browser.newContext({
    viewport: SIZES[size],
    deviceScaleFactor: 1,
    isMobile: size === "phone",
    hasTouch: size === "phone",
    locale: language,
    timezoneId: "Asia/Shanghai",
  });
  await context.addInitScript(
    ([language, theme]) => {
      localStorage.setItem("language", language);
      localStorage.setItem("theme", theme);
    },
    [language, theme],
  );
  if (options.user !== undefined) {
    const answer = await context.request.post(`${base}/auth/sign-in`, {
      headers: { "X-Lotline": "1" },
      data: { user: options.user, password: options.password },
    });
    if (!answer.ok()) throw new Error(`sign-in: ${answer.status()} ${await answer.text()}`);
  }
  const page = await context.newPage();
  let where = "";
  page.on("console", (message) => {
    if (message.type() === "error" && !/status of 401/.test(message.text()))
      complaints.push(`${where}: ${message.text()}`);
  });
  page.on("pageerror", (reason) => complaints.push(`${where}: ${reason.message}`));
  for (const route of routes) {
    const name = `${route.replaceAll("/", "_").replace(/^_/, "") || "home"}-${size}-${language}-${theme}-${text}`;
    where = name;
    if (server !== null) server.signedIn(route !== "/sign-in");
    await page.goto(base + route, { waitUntil: "networkidle" });
    if (text !== 100)
      await page.evaluate((percent) => void (document.documentElement.style.fontSize = `${percent}%`), text);
    await page.evaluate(() => document.fonts.ready);
    await page.waitForTimeout(250); // The sheet's 160 ms of rising; axe would measure colours of a half-shown text.
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (wide > 0) complaints.push(`${name}: ${wide} px wider than the screen`);
    const { violations } = await new AxeBuilder({ page }).analyze();
    for (const { id, help, nodes } of violations) {
      complaints.push(
        `${name}: axe ${id}: ${help} (${nodes
          .map(({ target }) => target.join(" "))
          .slice(0, 3)
          .join(" | ")})`,
      );
    }
    // A sticky button in the middle of a long picture would hide what it never hides on a phone.
    const height =
      size === "phone"
        ? await page.evaluate(() => document.documentElement.scrollHeight)
        : SIZES[size].height;
    await page.setViewportSize({ ...SIZES[size], height });
    await page.screenshot({ path: `${options.out}/${name}.png` });
    await page.setViewportSize(SIZES[size]);
  }
  await context.close();
}
