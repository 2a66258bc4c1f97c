// @vitest-environment node
import { ESLint } from "eslint";
import { expect, test } from "vitest";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

async function complaints(path: string, source: string): Promise<string[]> {
  const [result] = await new ESLint({ cwd: root }).lintText(source, { filePath: `${root}${path}` });
  return result?.messages.map(({ ruleId }) => ruleId ?? "not parsed") ?? [];
}

test.each([
  ["ui knows no platform", "src/ui/Planted.ts", 'import "@/platform/network";'],
  ["platform knows no page of the app", "src/platform/planted.ts", 'import "@/app/pages";'],
  ["a path of dots is no way around", "src/ui/Planted.ts", 'import "../graphql/client";'],
  [
    "a component is looked at too",
    "src/ui/Planted.vue",
    '<script setup lang="ts">import "@/app/tabs";</script>',
  ],
  [
    "a lazy import is an import",
    "src/graphql/planted.ts",
    'export const x = () => import("@/app/HomePage.vue");',
  ],
  ["words know nobody", "src/i18n/planted.ts", 'import "@/ui/icons";'],
])("%s", async (_name, path, source) => {
  expect(await complaints(path, source)).toEqual(["boundaries/dependencies"]);
});

test.each([
  ["the app may use everything", "src/app/planted.ts", 'import "@/platform/network"; import "@/ui/icons";'],
  ["a domain may use the kit", "src/sales/planted.ts", 'import "@/ui/icons"; import "@/graphql/useQuery";'],
  ["a domain may use its own files", "src/sales/orders/planted.ts", 'import "./other"; import "../pages";'],
])("%s", async (_name, path, source) => {
  expect(await complaints(path, source)).toEqual([]);
});

test("a folder without a place is refused", async () => {
  expect(await complaints("src/helpers/planted.ts", "export {};")).toEqual(["boundaries/no-unknown-files"]);
});
