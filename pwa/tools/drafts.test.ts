// @vitest-environment node
/**
 * A half-filled form survives a killed tab. Every component with a field either keeps a draft itself (or through a
 * composable beside it), or is a part of components that all do, or stands below with the reason why nothing is kept.
 */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("../src/", import.meta.url));
const FIELDS =
  /@\/ui\/(?:Choice|DateField|Field|MoneyField|QuantityField|ReasonSheet|UnitPriceField)\.vue|<textarea\b/;
const KEEPS = /\b(?:useDraft|useKeptWords)\b/;
const IMPORTS = /(?:from|import\() ?"(@\/|\.{1,2}\/)([^"]+)"/g;

const NOTHING_TO_KEEP: Readonly<Record<string, string>> = {
  "app/ForgottenPage.vue": "a secret is never stored",
  "app/SecretsPage.vue": "a secret is never stored",
  "app/SignInPage.vue": "a secret is never stored",
  "app/LanguageSwitch.vue": "takes effect at once",
  "app/MePage.vue": "takes effect at once",
  "app/scan/ScanSettingsSheet.vue": "takes effect at once",
  "app/scan/SpokenChoice.vue": "takes effect at once",
  "app/scan/TypedCodeSheet.vue": "a code to look up",
  "logistics/picking/GoodScanCard.vue": "a count of what was scanned just now",
  "compliance/qualifications/PapersDeskPage.vue": "filters",
  "catalog/products/PackChoice.vue": "a count of what was scanned just now",
  "inventory/receipts/ReceiptsPage.vue": "filters",
  "logistics/qualityTasks/QualityPage.vue": "filters",
  "overviews/registers/RegistersPage.vue": "filters",
};

const sources = new Map(
  readdirSync(ROOT, { recursive: true, encoding: "utf-8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => /\.(?:vue|ts)$/.test(path) && !/\.test\.ts$|\.graphql\.ts$|^app\/gallery\//.test(path))
    .map((path) => [path, readFileSync(ROOT + path, "utf-8")]),
);
const importsOf = new Map([...sources].map(([path, source]) => [path, imported(path, source)]));

function imported(path: string, source: string): readonly string[] {
  return [...source.matchAll(IMPORTS)]
    .map(([, start, rest = ""]) =>
      start === "@/" ? rest : resolve(ROOT, dirname(path), `${start}${rest}`).slice(ROOT.length),
    )
    .map((found) => (sources.has(found) ? found : `${found}.ts`));
}

/** By itself, or by a composable of its own room that it uses. */
function keeps(path: string): boolean {
  const beside = (importsOf.get(path) ?? []).filter((one) => /\/use[A-Z]\w*\.ts$/.test(one));
  return [path, ...beside].some((one) => KEEPS.test(sources.get(one) ?? ""));
}

function isKept(path: string, seen: ReadonlySet<string> = new Set()): boolean {
  if (keeps(path)) return true;
  if (seen.has(path)) return false;
  const users = [...importsOf].filter(([, found]) => found.includes(path)).map(([user]) => user);
  return users.length > 0 && users.every((user) => isKept(user, new Set([...seen, path])));
}

const lost = [...sources]
  .filter(([path, source]) => path.endsWith(".vue") && !path.startsWith("ui/") && FIELDS.test(source))
  .map(([path]) => path)
  .filter((path) => !isKept(path));

test("a form without a draft has its reason", () => {
  expect([...lost].sort()).toEqual(Object.keys(NOTHING_TO_KEEP).sort());
});

test("the forms that were looked through are many, and one that keeps nothing would be found", () => {
  expect(isKept("inventory/receipts/ReceiptPage.vue")).toBe(true);
  expect(isKept("logistics/handOvers/BoxFields.vue")).toBe(true);
  expect(isKept("app/SignInPage.vue")).toBe(false);
});
