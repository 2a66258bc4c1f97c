/**
 * Looks at every page of the app: pictures at 360 × 740 and 1280 × 800, both languages, light and dark, signed in as
 * those whose work the page is, on a demo company; axe on each, content policy broken or not, anything wider than the
 * screen, also with text at 130 %. The pages come from the app's routes; what stands on them only after a tap, a typed
 * word or a refusal is in tools/looks/states.mjs.
 *
 *   make screenshots                                    all of it, on a demo of its own; the README's pictures too
 *   npm run looks -- --base http://localhost:8000       a demo that runs already; --database where its links are kept
 *   npm run looks -- --only orders,order-cancel --quick pages and states by name; Chinese only
 *   npm run looks -- --gallery                          the parts that pages are made of, without a server
 *
 * Pictures go to screenshots/. Exit code 1 when anything complains.
 */
import { mkdir } from "node:fs/promises";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import { CHROMIUM } from "./tools/chromium.mjs";
import { addressOf } from "./tools/looks/addresses.mjs";
import { demoAt } from "./tools/looks/demo.mjs";
import {
  SIZES,
  axeComplaints,
  inTextSize,
  inTheme,
  open,
  picture,
  settled,
  tooWide,
} from "./tools/looks/look.mjs";
import { handsOf } from "./tools/looks/hands.mjs";
import { lookersAt, pagesOfTheApp } from "./tools/looks/pages.mjs";
import { readmePictures } from "./tools/looks/readme.mjs";
import { STATES } from "./tools/looks/states.mjs";
import { wordsOfTheApp } from "./tools/looks/words.mjs";
import { serveLooks } from "./tools/looksServer.mjs";

const { values: options } = parseArgs({
  options: {
    base: { type: "string" },
    database: { type: "string" },
    only: { type: "string" },
    out: { type: "string", default: "screenshots" },
    quick: { type: "boolean", default: false },
    gallery: { type: "boolean", default: false },
    readme: { type: "boolean", default: false },
  },
});
const GALLERY = ["", "/sheet", "/scan", "/sign", "/list"];
const LARGE_TEXT_PERCENT = 130;
const LANGUAGES = options.quick ? ["zh-CN"] : ["zh-CN", "en"];
const complaints = [];
let looked = 0;

const browser = await chromium.launch({
  ...CHROMIUM,
  args: [...CHROMIUM.args, "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"],
});
await mkdir(options.out, { recursive: true });
await (options.gallery ? lookAtTheGallery() : lookAtTheApp());
await browser.close();
for (const complaint of new Set(complaints)) process.stdout.write(`${complaint}\n`);
process.stdout.write(`${looked} pages, ${complaints.length} complaints, pictures in ${options.out}/\n`);
process.exit(complaints.length === 0 ? 0 : 1);

async function lookAtTheApp() {
  const demo = await demoAt(options.base, options.database);
  try {
    const pages = await pagesOfTheApp();
    const wanted = options.only?.split(",");
    const visits = [];
    for (const page of pages.filter(({ name }) => wanted === undefined || wanted.includes(name)))
      for (const candidates of lookersAt(page, demo.people, pages))
        visits.push(...(await firstWithAnAddress(page, candidates)));
    const words = await wordsOfTheApp();
    visits.push(...(await statesOf(demo, wanted)));
    for (const person of new Set(visits.map((visit) => visit.person)))
      await inABrowserOf(person, demo.address, async (tab, saying) => {
        for (const { page, path, state } of visits.filter((visit) => visit.person === person))
          await visit(tab, saying, [page.name, person?.role].filter(Boolean).join("-"), demo.address + path, {
            enter: (language) => state?.enter?.(handsOf(tab, state.person, words(language))),
            leave: () => state?.leave?.({ tab }),
          });
      });
    if (options.readme && wanted === undefined) await readmePictures(browser, demo);
  } finally {
    await demo.close();
  }
}

/** Runs `look` in a browser of one person's, signed in; whatever its console complains of is on record. */
async function inABrowserOf(person, address, look) {
  const saying = { name: "" };
  // One for all sizes and languages: a person may have twenty devices, and every context is a new one.
  const context = await browser.newContext({ timezoneId: "Asia/Shanghai", serviceWorkers: "block" });
  if (person !== null) {
    const answer = await context.request.post(`${address}/auth/sign-in`, {
      headers: { "X-Lotline": "1", Origin: address },
      data: { user: person.user, password: person.password },
    });
    if (!answer.ok()) throw new Error(`sign-in as ${person.user}: ${answer.status()} ${await answer.text()}`);
  }
  const tab = await context.newPage();
  await tab.goto(`${address}/robots.txt`); // Of the same origin, so that the language can be kept before the app asks.
  tab.on("pageerror", (reason) => complaints.push(`${saying.name}: ${reason.message}`));
  tab.on("console", (message) => {
    const from = message.location().url;
    // A file that is about to be sent is asked for first: how much of it the server has.
    const expected =
      person === null || from.includes("/attachments/") ? /status of (401|404)/ : /status of 401/;
    if (message.type() === "error" && !expected.test(message.text()))
      complaints.push(`${saying.name}: ${message.text()} (${from})`);
  });
  await look(tab, saying);
  await context.close();
}

/** The first of them who finds something at the page; none is a complaint, but not about customers without any. */
async function firstWithAnAddress(page, candidates) {
  let why = "";
  for (const person of candidates) {
    try {
      return [{ page, person, path: await addressOf(page, person) }];
    } catch (failure) {
      why = failure.message;
    }
  }
  if (!candidates.every(({ homes }) => homes.includes("customer"))) complaints.push(`${page.name}: ${why}`);
  return [];
}

/** The states by name, each where it begins; one that a demo has nothing for is a complaint. */
async function statesOf(demo, wanted) {
  const visits = [];
  for (const state of STATES.filter(({ name }) => wanted === undefined || wanted.includes(name)))
    try {
      const person = demo.people.find(({ role }) => role === state.role) ?? null;
      const path = await state.at(person, demo);
      visits.push({
        page: state,
        path,
        person: state.isSignedOut ? null : person,
        state: { ...state, person },
      });
    } catch (failure) {
      complaints.push(`${state.name}: ${failure.message}`);
    }
  return visits;
}

async function visit(tab, saying, name, address, state) {
  try {
    await lookAt(tab, saying, name, address, state);
    looked += 1;
  } catch (failure) {
    complaints.push(`${name}: ${failure.message}`);
  }
  await state?.leave();
}

async function lookAt(tab, saying, name, address, state) {
  for (const language of LANGUAGES) {
    saying.name = `${name} ${language}`;
    const say = (view, said) => complaints.push(...said.map((one) => `${saying.name} ${view}: ${one}`));
    await tab.setViewportSize(SIZES.phone);
    say("phone", await open(tab, address, language));
    await state?.enter(language);
    await settled(tab);
    for (const [size, theme] of [
      ["phone", "light"],
      ["phone", "dark"],
      ["desk", "dark"],
      ["desk", "light"],
    ]) {
      await tab.setViewportSize(SIZES[size]);
      await inTheme(tab, theme);
      say(`${size} ${theme}`, await tooWide(tab));
      // What axe looks at is the same in every language, and colours hang on the theme, not on the width.
      if (language === LANGUAGES[0] && !(size === "desk" && theme === "dark"))
        say(`${size} ${theme}`, await axeComplaints(tab));
      await picture(tab, SIZES[size], `${options.out}/${name}-${size}-${language}-${theme}.png`);
    }
    await tab.setViewportSize(SIZES.phone);
    await inTextSize(tab, LARGE_TEXT_PERCENT);
    const large = await tooWide(tab);
    say(`phone ${LARGE_TEXT_PERCENT} %`, large);
    if (language === LANGUAGES[0])
      await picture(tab, SIZES.phone, `${options.out}/${name}-phone-${language}-large.png`);
    await inTextSize(tab, 100);
    await state?.leave();
  }
}

async function lookAtTheGallery() {
  const server = await serveLooks();
  await inABrowserOf(null, server.address, async (tab, saying) => {
    for (const part of GALLERY) {
      await visit(tab, saying, `gallery${part.replace("/", "-")}`, `${server.address}/gallery${part}`);
    }
  });
  await server.close();
}
