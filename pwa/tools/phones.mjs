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

/** A phone that nobody is signed in on, where one signs in; `whose` names it among the troubles. */
export async function newPhone(browser, whose) {
  const context = await browser.newContext(PHONE);
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  page.on("pageerror", (reason) => troubles.push(`${whose}: ${reason.message}`));
  page.on("console", (message) => {
    if (/Content Security Policy/.test(message.text())) troubles.push(`${whose}: ${message.text()}`);
  });
  await page.goto(`${url}/sign-in`);
  return { context, page };
}

/** A phone of that role's person, signed in and at home. */
export async function phone(browser, role) {
  const { context, page } = await newPhone(browser, role);
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

/** Something whose key holds `part`, and which itself holds `text`, lies in a store of the phone's databases. */
export const isKept = (page, store, part, text = "") =>
  page.evaluate(
    async ([wantedStore, wantedPart, wantedText]) => {
      // oxlint-disable-next-line unicorn/consistent-function-scoping -- it runs in the page, which has nothing of ours.
      const settled = (request) =>
        new Promise((resolve, reject) => {
          request.addEventListener("success", () => resolve(request.result));
          request.addEventListener("error", () => reject(request.error));
        });
      for (const { name } of await indexedDB.databases()) {
        const database = await settled(indexedDB.open(name));
        const kept = database.objectStoreNames.contains(wantedStore)
          ? database.transaction(wantedStore).objectStore(wantedStore)
          : null;
        const keys = kept === null ? [] : await settled(kept.getAllKeys());
        const key = keys.find((one) => String(one).includes(wantedPart));
        const holds =
          key !== undefined &&
          (wantedText === "" || JSON.stringify(await settled(kept.get(key))).includes(wantedText));
        database.close();
        if (holds) return true;
      }
      return false;
    },
    [store, part, text],
  );

/** A text field by its label, whether it must be filled or not. */
export const field = (page, label) => page.getByRole("textbox", { name: new RegExp(`^${label}`) });

/** Several text fields by the beginnings of their labels. */
export async function fill(page, texts) {
  for (const [label, text] of Object.entries(texts)) await field(page, label).fill(text);
}

/** One of several, from the sheet that its field opens. */
export async function choose(page, label, option) {
  await page.getByRole("button", { name: new RegExp(`^${label}`) }).click();
  const sheet = page.getByRole("dialog", { name: label, exact: true });
  await sheet.getByRole("button", { name: new RegExp(`^${option}`) }).click();
  await sheet.waitFor({ state: "hidden" });
}

/** The page on which somebody keeps one kind of master data in order, the way they find it: from Me. */
export async function keep(page, what) {
  await page.goto(`${url}/me`);
  await page
    .getByRole("navigation", { name: "管理" })
    .getByRole("link", { name: new RegExp(`^${what}`) })
    .click();
}

/** Two quick taps on a form's last button; says, once the form is left, how many commands with that text went out. */
export async function tapTwice(page, name, text) {
  const button = page.getByRole("button", { name, exact: true });
  const sent = [];
  const note = (request) => {
    const body = request.postData() ?? "";
    if (body.includes('"commandId"') && body.includes(text)) sent.push(body);
  };
  page.on("request", note);
  await button.dblclick();
  await button.waitFor({ state: "detached" });
  page.off("request", note);
  return sent.length;
}

/** What is in view of several that carry the same words: beside a list there is a detail, which a phone hides. */
export const seen = (locator) => locator.filter({ visible: true }).first();

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
