/** Phones of several people in one real Chromium against the real server: what every journey's script begins with. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { CHROMIUM } from "./chromium.mjs";

const PHONE = {
  viewport: { width: 360, height: 740 },
  isMobile: true,
  hasTouch: true,
  locale: "zh-CN",
  permissions: ["camera"],
};
const PATIENCE = 30_000;
const ANSWERED_WITHIN_MS = 10_000;

/** What the test told the script: where the server is and who can sign in, by role. */
export const { url, logins, ...told } = JSON.parse(process.argv[2]);
/** A folder for films and pictures, gone at the end. */
export const folder = mkdtempSync(join(tmpdir(), "lotline-journey-"));
/** What no page may say: script failures and broken content policy. */
export const troubles = [];
const browsers = [];

export async function aBrowser(...more) {
  const browser = await chromium.launch({ ...CHROMIUM, args: [...CHROMIUM.args, ...more] });
  browsers.push(browser);
  return browser;
}

/** A phone of that role's person, signed in and at home. */
export async function phone(browser, role) {
  const context = await browser.newContext(PHONE);
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  page.on("pageerror", (reason) => troubles.push(`${role}: ${reason.message}`));
  page.on("console", (message) => {
    if (/Content Security Policy/.test(message.text())) troubles.push(`${role}: ${message.text()}`);
  });
  await page.goto(`${url}/sign-in`);
  await page.getByLabel("账号").fill(logins[role].user);
  await page.getByLabel("密码", { exact: true }).fill(logins[role].password);
  await page.getByRole("button", { name: "登录" }).click();
  await page.getByRole("link", { name: "我的" }).waitFor();
  return { context, page };
}

/** The app has put itself on the phone: from now on it opens, whole, without network. */
export const installed = (page) =>
  page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });

/** Something whose key holds `part` lies in a store of the phone's databases. */
export const isKept = (page, store, part) =>
  page.evaluate(
    async ([wantedStore, wantedPart]) => {
      // oxlint-disable-next-line unicorn/consistent-function-scoping -- it runs in the page, which has nothing of ours.
      const settled = (request) =>
        new Promise((resolve, reject) => {
          request.addEventListener("success", () => resolve(request.result));
          request.addEventListener("error", () => reject(request.error));
        });
      for (const { name } of await indexedDB.databases()) {
        const database = await settled(indexedDB.open(name));
        const keys = database.objectStoreNames.contains(wantedStore)
          ? await settled(database.transaction(wantedStore).objectStore(wantedStore).getAllKeys())
          : [];
        database.close();
        if (keys.some((key) => String(key).includes(wantedPart))) return true;
      }
      return false;
    },
    [store, part],
  );

/** A text field by its label, whether it must be filled or not. */
export const field = (page, label) => page.getByRole("textbox", { name: new RegExp(`^${label}`) });

/** The data of a GraphQL answer to this role's person, signed in for the one question. */
export async function ask(role, query, variables) {
  const headers = { "Content-Type": "application/json", "X-Lotline": "1", Origin: url };
  const post = async (path, body, more) => {
    const answer = await fetch(url + path, {
      method: "POST",
      headers: { ...headers, ...more },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(ANSWERED_WITHIN_MS),
    });
    return answer.json();
  };
  const { user, password } = logins[role];
  const { accessToken } = await post("/auth/sign-in", { user, password });
  const { data, errors } = await post(
    "/graphql",
    { query, variables },
    { Authorization: `Bearer ${accessToken}` },
  );
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

/** What `look` sees once it `holds`; the last it saw when patience ends. */
export async function until(look, holds) {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const seen = await look();
    if (holds(seen)) return seen;
    if (Date.now() > end) throw new Error(`still ${JSON.stringify(seen)}`);
    await new Promise((done) => setTimeout(done, 250));
  }
}

/** Runs the journey, prints what it returns as the last line, and on failure what every open page says. */
export async function walk(journey) {
  try {
    process.stdout.write(`${JSON.stringify({ ...(await journey()), troubles })}\n`);
  } catch (failure) {
    for (const page of browsers
      .flatMap((browser) => browser.contexts())
      .flatMap((context) => context.pages()))
      process.stderr.write(`${page.url()} says:\n${await page.locator("body").innerText()}\n\n`);
    throw failure;
  } finally {
    await Promise.all(browsers.map((browser) => browser.close()));
    rmSync(folder, { recursive: true });
  }
}
