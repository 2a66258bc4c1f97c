/**
 * What the app weighs on the way to a phone, gzip: the shell (first page's own scripts) ≤ 90 KB, the words of the one
 * language that is spoken ≤ 30 KB, what any route adds ≤ 25 KB. The scanner's wasm stands apart, but must be in the
 * precache, or scanning would not start offline.
 */
import { gzipSync } from "node:zlib";
import { globSync, readFileSync } from "./files.mjs";

const SHELL_KB_MAX = 90;
const ROUTE_KB_MAX = 25;
const WORDS_KB_MAX = 30;
const SHELL_CSS_KB_MAX = 12;
const dist = new URL("../dist/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", dist), "utf8"));

const entry = Object.values(manifest).find(({ isEntry }) => isEntry);
const shell = reach([entry], new Set());
const problems = [];
const rows = [];

const shellKb = kilobytes(scriptsOf(shell));
const shellCss = kilobytes(stylesOf(shell));
rows.push(["shell (JS)", shellKb, SHELL_KB_MAX], ["shell (CSS)", shellCss, SHELL_CSS_KB_MAX]);
for (const [name, chunk] of Object.entries(manifest)) {
  if (!chunk.isDynamicEntry) continue;
  const added = reach([chunk], new Set(shell));
  rows.push([
    name.replace(/^src\//, ""),
    kilobytes(scriptsOf(added.filter((one) => !shell.includes(one)))),
    name.startsWith("src/i18n/") ? WORDS_KB_MAX : ROUTE_KB_MAX,
  ]);
}
for (const [name, kb, most] of rows) {
  process.stdout.write(`${kb.toFixed(1).padStart(7)} KB of ${String(most).padStart(3)}  ${name}\n`);
  if (kb > most) problems.push(`${name}: ${kb.toFixed(1)} KB gzip, allowed ${most}`);
}

const wasm = globSync("dist/**/*.wasm", new URL("..", import.meta.url)).map((path) =>
  path.replace(/^dist\//, ""),
);
const precached = readFileSync(new URL("serviceWorker.js", dist), "utf8");
if (wasm.length === 0) problems.push("the scanner's wasm is not in the build");
for (const needed of ["index.html", "first-paint.js", ...wasm]) {
  if (!precached.includes(`"${needed}"`) && !precached.includes(`\`${needed}\``)) {
    problems.push(`${needed} is not precached: the service worker would not serve it offline`);
  }
}

for (const problem of problems) process.stderr.write(`budget: ${problem}\n`);
process.exit(problems.length === 0 ? 0 : 1);

/** The chunks and everything they import at once (not what they load later). */
function reach(chunks, known) {
  const found = new Set(known);
  const visit = (chunk) => {
    if (found.has(chunk)) return;
    found.add(chunk);
    for (const name of chunk.imports ?? []) visit(manifest[name]);
  };
  chunks.forEach(visit);
  return [...found];
}

function scriptsOf(chunks) {
  return chunks.map(({ file }) => file).filter((file) => file.endsWith(".js"));
}

function stylesOf(chunks) {
  return [...new Set(chunks.flatMap(({ css }) => css ?? []))];
}

function kilobytes(files) {
  return files.reduce((sum, file) => sum + gzipSync(readFileSync(new URL(file, dist))).length, 0) / 1000;
}
