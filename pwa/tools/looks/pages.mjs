/** The app's own list of pages, read from its routes, so that a page that is added is looked at without being named. */
import { fileURLToPath } from "node:url";
import { createServer } from "vite";

const PWA = fileURLToPath(new URL("../..", import.meta.url));
/** Only in builds for looking at components. */
const NOT_A_PAGE = new Set(["gallery"]);

/** What `read` makes of the app's own modules. */
export async function fromTheApp(read) {
  const server = await createServer({
    root: PWA,
    configFile: fileURLToPath(new URL("../../vite.config.ts", import.meta.url)),
    server: { middlewareMode: true, hmr: false, watch: null },
    appType: "custom",
    optimizeDeps: { noDiscovery: true, include: [] },
    logLevel: "error",
  });
  try {
    return await read((module) => server.ssrLoadModule(module));
  } finally {
    await server.close();
  }
}

/** Each {name, path, right, homes, open}: `homes` null where the page has no tab, `open` without signing in. */
export const pagesOfTheApp = () =>
  fromTheApp(async (load) => {
    const { allPages } = await load("/src/app/pages.ts");
    const { routes } = await load("/src/app/routes.ts");
    const { createMemoryHistory } = await load("vue-router");
    const tabs = new Map(allPages.map(({ name, tab }) => [name, tab?.homes ?? null]));
    return routes({ person: { value: null } }, createMemoryHistory())
      .getRoutes()
      .filter(({ name }) => !NOT_A_PAGE.has(name))
      .map(({ name, path, meta }) => ({
        name,
        path,
        right: meta.right ?? null,
        homes: tabs.get(name) ?? null,
        open: meta.open === true,
      }));
  });

/**
 * Who looks at a page: those whose work it is, and the customer too where they may. The home page differs with every
 * home, so somebody of each looks at it. `people` are the demo's {role, rights, homes, path}, in its order. Each entry
 * is a list of people of whom the first who finds something there is enough; null is nobody signed in.
 */
export function lookersAt(page, people, pages) {
  if (page.open) return [[null]];
  if (page.path === "/")
    return firstOfEach([...people].sort(shownFirst), ({ homes }) => [...homes].sort().join());
  const homes = page.homes ?? pages.find((one) => one.homes !== null && domain(one) === domain(page))?.homes;
  const may = people.filter(({ rights }) => page.right === null || rights.includes(page.right));
  const atHome = (person) =>
    homes === undefined || homes === "everyone" || person.homes.some((home) => homes.includes(home));
  const worth = (person) =>
    (atHome(person) ? 1_000 : 0) + (page.right === null ? 0 : doorsOpen(person, page, pages));
  const staff = may
    .filter((person) => isStaff(person) && (atHome(person) || !isForCustomers(homes)))
    .sort((one, other) => worth(other) - worth(one) || shownFirst(one, other));
  const customers = may.filter((person) => !isStaff(person) && (page.homes === null || atHome(person)));
  return [staff, customers].filter((group) => group.length > 0);
}

const isForCustomers = (homes) =>
  Array.isArray(homes) && homes.every((home) => home === "customer" || home === "consignor");
const domain = ({ path }) => path.split("/")[1];
const isStaff = ({ homes }) => !homes.includes("customer") && !homes.includes("consignor");
const shownFirst = (one, other) => Number(other.path !== undefined) - Number(one.path !== undefined);

/** How many of the pages around this one a person may open. */
function doorsOpen({ rights }, page, pages) {
  const around = pages.filter((one) => domain(one) === domain(page));
  return around.filter(({ right }) => right === null || rights.includes(right)).length;
}

function firstOfEach(people, kindOf) {
  const seen = new Map();
  for (const person of people) if (!seen.has(kindOf(person))) seen.set(kindOf(person), [person]);
  return [...seen.values()];
}
