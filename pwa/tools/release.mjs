/**
 * Keeps the documents of the version that package.json names, once: phones keep sending them until they update, so
 * the server goes on admitting them, and tests hold every new schema against them.
 */
import { globSync, mkdirSync, readFileSync, writeFileSync } from "./files.mjs";

const root = new URL("..", import.meta.url);
const { version } = JSON.parse(readFileSync(new URL("package.json", root), "utf8"));
const folder = new URL(`released/${version}/`, root);
const texts = globSync("src/**/*.graphql", root)
  .sort()
  .map((file) => readFileSync(new URL(file, root), "utf8"));
mkdirSync(folder, { recursive: true });
// "wx": what phones have in hand is never written over.
writeFileSync(new URL("documents.json", folder), `${JSON.stringify(texts, null, 1)}\n`, { flag: "wx" });
process.stdout.write(`${texts.length} documents of ${version} are kept.\n`);
