/**
 * One JSON string per line in, one JSON object per line out: what `../scanners` says, for checks from outside.
 *
 *     npm --prefix pwa run --silent parse -- [--mode strict|lenient] < texts.jsonl
 */
import { writeSync } from "node:fs";
import { bundled } from "./bundled.mjs";

const [flag, mode = "lenient"] = process.argv.slice(2).flatMap((given) => given.split("="));
if ((flag !== undefined && flag !== "--mode") || !["strict", "lenient"].includes(mode)) {
  process.stderr.write("parse [--mode strict|lenient]\n");
  process.exit(2);
}
const { line } = await bundled("outside");

const year = new Date().getUTCFullYear();
const text = new TextDecoder("utf-8", { ignoreBOM: true });
let rest = Buffer.alloc(0);
for await (const chunk of process.stdin) {
  const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
  const end = bytes.lastIndexOf(10) + 1;
  answer(bytes.subarray(0, end));
  rest = bytes.subarray(end);
}
answer(rest);

/** Answers each line. Only \n ends one: node's own reader also breaks at U+2028, which JSON may hold. */
function answer(bytes) {
  if (bytes.length === 0) return;
  const lines = text.decode(bytes).split("\n");
  if (lines.at(-1) === "") lines.pop();
  written(lines.map((given) => `${line(given, mode, year)}\n`).join(""));
}

function written(said) {
  const bytes = Buffer.from(said);
  for (let at = 0; at < bytes.length;) {
    try {
      at += writeSync(1, bytes, at);
    } catch (reason) {
      if (reason.code !== "EAGAIN") throw reason; // A full pipe: its reader is slower than we are.
    }
  }
}
