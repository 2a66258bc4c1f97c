/** The queue in a real Chromium against a real server: killed tabs, lost answers, portals, two tabs at once. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { CHROMIUM } from "./chromium.mjs";
import { LOGIN, serveReal } from "./realServer.mjs";

const PHONE = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, locale: "zh-CN" };
let server;
let browser;

before(async () => {
  server = await serveReal();
  browser = await chromium.launch(CHROMIUM);
});
after(async () => {
  await browser?.close();
  await server?.close();
});

async function signedIn() {
  const context = await browser.newContext(PHONE);
  const page = await context.newPage();
  await page.goto(`${server.address}/gallery/queue`);
  await page.goto(`${server.address}/sign-in?next=/gallery/queue`);
  await page.getByLabel("账号").fill(LOGIN.user);
  await page.getByLabel("密码", { exact: true }).fill(LOGIN.password);
  await page.getByRole("button", { name: "登录" }).click();
  await page.getByRole("button", { name: "enqueue", exact: true }).waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready);
  return { context, page };
}
async function enqueue(page, name = "enqueue") {
  const before = await page.locator("[data-standing]").count();
  await page.getByRole("button", { name, exact: true }).click();
  await page.locator("[data-standing]").nth(before).waitFor();
}
const standings = (page) =>
  page.locator("[data-standing]").evaluateAll((all) => all.map((one) => one.dataset.standing));
const becomes = (page, wanted) =>
  page.waitForFunction(
    (expected) =>
      JSON.stringify([...document.querySelectorAll("[data-standing]")].map((one) => one.dataset.standing)) ===
      expected,
    JSON.stringify(wanted),
    { timeout: 20_000 },
  );

/** What the server says, asked by this person. */
async function asked(page, query) {
  return await page.evaluate(async (text) => {
    const session = await (
      await fetch("/auth/refresh", {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-Lotline": "1" },
        body: "{}",
      })
    ).json();
    const answer = await fetch("/graphql", {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        "X-Lotline": "1",
        Authorization: `Bearer ${session.accessToken}`,
      },
      body: JSON.stringify({ query: text }),
    });
    return (await answer.json()).data;
  }, query);
}
async function chain(page) {
  const { syncState } = await asked(page, "{ syncState { devices { sequence waiting needsAttention } } }");
  return syncState.devices[0];
}

test("saved without a network, killed, opened again, sent, kept as evidence, handed to the office with a note", async () => {
  const { context, page } = await signedIn();
  await context.setOffline(true);
  await enqueue(page);
  await becomes(page, ["savedHere"]);
  await page.close(); // The tab is gone before the network is back.

  const again = await context.newPage();
  await again.goto(`${server.address}/gallery/queue`);
  await becomes(again, ["savedHere"]);
  await context.setOffline(false);
  await becomes(again, ["needsAttention"]);
  assert.deepEqual(await chain(again), { sequence: 1, waiting: 0, needsAttention: 1 });

  await again.goto(`${server.address}/attention`);
  // An administrator picks nothing, neither then nor now.
  await again.getByText("你没有做这项操作的权限，此操作已封存，由主管处理。").waitFor();
  await again.getByRole("button", { name: "交办公室" }).click();
  await again.getByLabel("给办公室的说明").fill("代拣货员完成，请核对");
  await again.locator("dialog").getByRole("button", { name: "交办公室" }).click();
  await again.getByText("没有需要你处理的内容").waitFor();
  await again.waitForFunction(() => !document.body.textContent.includes("等待上传"));
  assert.equal((await chain(again)).sequence, 2);
  const { attentions } = await asked(again, "{ attentions { items { why facts command person } } }");
  const about = { command: "logistics.finishPick", person: "沈雨桐" };
  assert.deepEqual(attentions.items, [
    { ...about, why: "handedOver", facts: { note: "代拣货员完成，请核对" } },
    { ...about, why: "quarantined", facts: { refusal: null, reason: "neverAllowed" } },
  ]);
  await context.close();
});

test("a portal's page acknowledges nothing, an answer that was lost doubles nothing", async () => {
  const { context, page } = await signedIn();
  const atRest = () => page.locator('[data-sending="false"]').waitFor({ state: "attached" });
  const online = () => page.evaluate(() => dispatchEvent(new Event("online")));
  await enqueue(page);
  await becomes(page, ["needsAttention"]); // The server knows the device: from now on it is commands that go.
  await atRest();

  const portal = server.met("mutation Replay");
  server.fault("portal");
  await enqueue(page);
  await portal;
  await atRest();
  assert.deepEqual(await standings(page), ["needsAttention", "savedHere"]);

  const lost = server.met('"custody"');
  server.fault("lost");
  await online();
  await lost; // The server has done it, and nobody heard of it.
  await atRest();
  assert.deepEqual(await standings(page), ["needsAttention", "savedHere"]);

  server.fault(null);
  assert.deepEqual(await chain(page), { sequence: 2, waiting: 0, needsAttention: 2 });
  await online();
  await becomes(page, ["needsAttention", "needsAttention"]);
  assert.deepEqual(await chain(page), { sequence: 2, waiting: 0, needsAttention: 2 });
  await context.close();
});

test("two tabs at once make one chain, and each shows what the other did", async () => {
  const { context, page } = await signedIn();
  const other = await context.newPage();
  await other.goto(`${server.address}/gallery/queue`);
  await other.getByRole("button", { name: "enqueue", exact: true }).waitFor();

  for (let round = 0; round < 5; round += 1) {
    await Promise.all([
      page.getByRole("button", { name: "enqueue", exact: true }).click(),
      other.getByRole("button", { name: "enqueue", exact: true }).click(),
    ]);
  }

  const all = Array.from({ length: 10 }, () => "needsAttention");
  await becomes(page, all);
  await becomes(other, all);
  assert.deepEqual(await chain(page), { sequence: 10, waiting: 0, needsAttention: 10 });
  await context.close();
});

test("a photo goes up in parts and the command that names it waits for it at the server", async () => {
  const { context, page } = await signedIn();
  const parts = [];
  page.on("request", (request) => {
    if (request.method() === "PATCH") parts.push(Number(request.headers()["upload-offset"]));
  });
  await enqueue(page, "enqueue with photo");
  await becomes(page, ["needsAttention"]);

  assert.ok(parts.length > 1, `one part only: ${parts}`);
  assert.deepEqual(
    parts,
    parts.map((_, at) => at * 256 * 1024),
  );
  assert.match(await page.locator("[data-standing]").textContent(), /needsAttention · 0 ·/);
  await context.close();
});

test("signing out with unsent work asks, and what is sealed waits for the same person", async () => {
  const { context, page } = await signedIn();
  server.fault("portal");
  await enqueue(page);
  await page.goto(`${server.address}/me`);
  await page.getByText("请保持应用打开：还剩 1 条").waitFor();
  await page.getByRole("button", { name: "退出登录" }).click();
  await page.getByText("还有 1 条没有上传").waitFor();
  await page.getByRole("button", { name: "封存在本机并退出" }).click();
  await page.getByLabel("账号").waitFor();

  server.fault(null);
  await page.getByLabel("账号").fill(LOGIN.user);
  await page.getByLabel("密码", { exact: true }).fill(LOGIN.password);
  await page.getByRole("button", { name: "登录" }).click();
  await page.getByText("1 条待你处理").waitFor();
  await context.close();
});
