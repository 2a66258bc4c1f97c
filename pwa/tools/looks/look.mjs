/** Looks at one page in a browser: waits until it is ready, and says what is wrong with it. */
import AxeBuilder from "@axe-core/playwright";

export const SIZES = { phone: { width: 360, height: 740 }, desk: { width: 1280, height: 800 } };
const READY_MS = 20_000;

/** Opens `address` and waits for its content. Returns what it complains about: what never came, and other pages. */
export async function open(page, address, language = "zh-CN") {
  await page.evaluate((language) => localStorage.setItem("language", language), language);
  await page.goto(address, { waitUntil: "networkidle" });
  const here = new URL(page.url()).pathname;
  const wanted = new URL(address).pathname;
  const elsewhere = here !== wanted && ["/", "/sign-in"].includes(here) ? [`leads to ${here}`] : [];
  try {
    await page.waitForFunction(
      () =>
        (document.querySelector("main")?.innerText.trim() ?? "") !== "" &&
        document.querySelector(".skeleton") === null,
      null,
      { timeout: READY_MS },
    );
  } catch {
    return [...elsewhere, "is still loading after 20 s"];
  }
  await settled(page);
  return elsewhere;
}

export async function inTheme(page, theme) {
  await page.evaluate((theme) => void (document.documentElement.dataset.theme = theme), theme);
  await settled(page);
}

export async function inTextSize(page, percent) {
  await page.evaluate(
    (percent) => void (document.documentElement.style.fontSize = percent === 100 ? "" : `${percent}%`),
    percent,
  );
  await settled(page);
}

/** Fonts are there and nothing moves: axe would measure the colours of half-shown text. */
export async function settled(page) {
  await page.evaluate(async () => {
    await document.fonts.ready;
    const moving = document
      .getAnimations()
      .filter((animation) => animation.effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(moving.map(({ finished }) => finished));
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  });
}

export async function tooWide(page) {
  const wide = await page.evaluate(() => {
    const regions = [document.documentElement, ...document.querySelectorAll(".main, .region")];
    const over = Math.max(...regions.map(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth));
    if (over <= 0) return null;
    const guilty = [...document.body.querySelectorAll("*")].filter(
      (element) => element.getBoundingClientRect().right > innerWidth + 1,
    );
    const last = guilty.at(-1);
    return `${over} px wider than the screen${last ? ` (${last.tagName.toLowerCase()}.${last.className})` : ""}`;
  });
  return wide === null ? [] : [wide];
}

export async function axeComplaints(page) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, help, nodes }) => {
    const where = nodes.map(({ target }) => target.join(" ")).slice(0, 3);
    return `axe ${id}: ${help} (${where.join(" | ")})`;
  });
}

/** The whole page, in a window as high as what scrolls in it; a sheet as it lies over the page, whole too. */
export async function picture(page, size, path) {
  const hidden = await page.evaluate(() => {
    const sheet = [...document.querySelectorAll("dialog[open] .body")];
    const regions = sheet.length > 0 ? sheet : [...document.querySelectorAll(".main, .region")];
    // A sheet takes up to seven eighths of the window.
    const share = sheet.length > 0 ? 8 / 7 : 1;
    return Math.max(
      0,
      ...regions.map(({ scrollHeight, clientHeight }) => Math.ceil((scrollHeight - clientHeight) * share)),
    );
  });
  await page.setViewportSize({ width: size.width, height: size.height + hidden });
  await page.screenshot({ path });
  await page.setViewportSize(size);
}
