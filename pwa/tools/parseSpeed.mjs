/**
 * Labels read per second of CPU in TypeScript, as one number; for `lotline bench scan`.
 *
 *     node tools/parseSpeed.mjs SECONDS < labels.json
 */
import { readFileSync } from "node:fs";
import { bundled } from "./bundled.mjs";

const microseconds = 1e6 * Number(process.argv[2] ?? "1");
const labels = JSON.parse(readFileSync(0, "utf8"));
const { read } = await bundled("label");

const year = new Date().getUTCFullYear();
let count = 0;
const warm = process.cpuUsage();
while (used(warm) < microseconds / 4) readAll();
count = 0;
const started = process.cpuUsage();
while (used(started) < microseconds) readAll();
process.stdout.write(`${Math.round((1e6 * count) / used(started))}\n`);

function readAll() {
  for (let times = 0; times < 100; times += 1) {
    for (const text of labels) read(text, null, { year });
  }
  count += 100 * labels.length;
}

function used(since) {
  const { user, system } = process.cpuUsage(since);
  return user + system;
}
