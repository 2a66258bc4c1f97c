/**
 * Lighthouse on the pages of an order's way, each signed in as the person whose step it is, on a demo company.
 * Accessibility and best practices are 100 and layouts shift by less than 0.05, or the exit code is 1.
 *
 *   npm run lighthouse                                        on a demo of its own
 *   npm run lighthouse -- --base http://localhost:8000        a demo that runs already
 *   npm run lighthouse -- --only order,pick                   pages by name
 *
 * It has a folder of packages of its own: it would double what everybody installs.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import lighthouse from "lighthouse";
import { chromium } from "playwright-core";
import { CHROMIUM } from "../chromium.mjs";
import { addressOf } from "../looks/addresses.mjs";
import { demoAt } from "../looks/demo.mjs";
import { lookersAt, pagesOfTheApp } from "../looks/pages.mjs";

const JOURNEY = [
  "sign-in", "home", "new-order", "order-form", "orders", "order", "approvals", "pick", "rechecks", "recheck",
  "hand-over", "trip", "stop", "attention", "scan", "me",
]; // prettier-ignore
const CATEGORIES = ["accessibility", "best-practices"];
const SHIFT = "cumulative-layout-shift";
const SHIFT_MAX = 0.05;
const CONFIG = {
  extends: "lighthouse:default",
  settings: {
    onlyCategories: CATEGORIES,
    onlyAudits: [SHIFT],
    formFactor: "mobile",
    screenEmulation: { mobile: true, width: 360, height: 740, deviceScaleFactor: 2, disabled: false },
    throttlingMethod: "provided", // How busy this machine is says nothing about the page.
    disableStorageReset: true, // Somebody is signed in.
    maxWaitForLoad: 30_000,
  },
};

const { values: options } = parseArgs({ options: { base: { type: "string" }, only: { type: "string" } } });
const wanted = options.only?.split(",") ?? JOURNEY;
const demo = await demoAt(options.base);
const complaints = [];
try {
  const pages = await pagesOfTheApp();
  for (const { page, person, path } of await visits(pages)) {
    const name = [page.name, person?.role].filter(Boolean).join("-");
    const { scores, shift, failing } = await audited(demo.address + path, person);
    const good = scores.every((score) => score === 100) && shift < SHIFT_MAX;
    process.stdout.write(`${name.padEnd(24)} ${scores.join(" ")}  shift ${shift.toFixed(3)}\n`);
    if (!good)
      complaints.push(...(failing.length > 0 ? failing : ["too low"]).map((one) => `${name}: ${one}`));
  }
} finally {
  await demo.close();
}
for (const complaint of complaints) process.stdout.write(`${complaint}\n`);
process.exit(complaints.length === 0 ? 0 : 1);

async function visits(pages) {
  const found = [];
  for (const page of pages.filter(({ name }) => wanted.includes(name)))
    for (const candidates of lookersAt(page, demo.people, pages)) {
      for (const person of candidates) {
        const path = await addressOf(page, person).catch(() => null);
        if (path === null) continue;
        found.push({ page, person, path });
        break;
      }
    }
  return found;
}

/** A browser of its own for each page: what one page stored must not help or hurt another. */
async function audited(address, person) {
  const folder = mkdtempSync(join(tmpdir(), "lotline-lighthouse-"));
  const port = await freePort();
  const context = await chromium.launchPersistentContext(folder, {
    ...CHROMIUM,
    args: [...CHROMIUM.args, `--remote-debugging-port=${port}`],
  });
  try {
    if (person !== null)
      await context.request.post(`${demo.address}/auth/sign-in`, {
        headers: { "X-Lotline": "1", Origin: demo.address },
        data: { user: person.user, password: person.password },
      });
    const { lhr } = await lighthouse(address, { port, output: "json", logLevel: "silent" }, CONFIG);
    return {
      scores: CATEGORIES.map((category) => Math.round((lhr.categories[category].score ?? 0) * 100)),
      shift: lhr.audits[SHIFT].numericValue ?? Infinity,
      failing: failingIn(lhr),
    };
  } finally {
    await context.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function failingIn({ categories, audits, finalDisplayedUrl }) {
  return [
    ...CATEGORIES.flatMap((category) => categories[category].auditRefs.filter(({ weight }) => weight > 0)),
    { id: SHIFT },
  ]
    .map(({ id }) => audits[id])
    .filter(({ score, scoreDisplayMode }) => scoreDisplayMode === "error" || (score !== null && score < 1))
    .map(({ id, title, details }) => {
      const where = (details?.items ?? [])
        .slice(0, 3)
        .map((item) => item.node?.selector ?? item.description ?? "");
      return `${id}: ${title} ${where.join(" | ")} (${finalDisplayedUrl})`;
    });
}

function freePort() {
  return new Promise((found) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => found(port));
    });
  });
}
