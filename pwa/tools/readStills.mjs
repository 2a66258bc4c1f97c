/**
 * Photos read as a phone reads them, for `lotline bench scan`: one JSON line per file, `{codes: [{text, confirmed}], ms}`,
 * ms of CPU. The files are grey and unpacked (PGM, "P5"), because node has no reader of photos.
 *
 *     node tools/readStills.mjs MILLISECONDS FILE…
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { rolldown } from "rolldown";

const SECONDING_SHARE = 1 / 12;
const packages = fileURLToPath(new URL("../node_modules/", import.meta.url));
const [milliseconds, ...files] = process.argv.slice(2);
const { look, stillReader, zbarReader, prepareZXingModule } = await phoneEyes();

prepareZXingModule({
  overrides: { wasmBinary: bytes(join(packages, "zxing-wasm/dist/reader/zxing_reader.wasm")).buffer },
});
const read = stillReader(() => zbarReader(join(packages, "@undecaf/zbar-wasm/dist/zbar.wasm")));
for (const file of files) {
  const began = now();
  const codes = await look(graymap(file), read, {
    milliseconds: Number(milliseconds),
    secondingMilliseconds: Number(milliseconds) * SECONDING_SHARE,
    now,
  });
  const seen = codes.map(({ text, confirmed }) => ({ text, confirmed }));
  process.stdout.write(`${JSON.stringify({ codes: seen, ms: Math.round(now() - began) })}\n`);
}

/** CPU of this process, so that a busy machine is no slow phone. */
function now() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

function graymap(file) {
  const data = bytes(file);
  const [header, width, height] = /^P5\n(\d+) (\d+)\n255\n/.exec(
    Buffer.from(data.subarray(0, 40)).toString("latin1"),
  );
  return {
    width: Number(width),
    height: Number(height),
    levels: new Uint8ClampedArray(data.buffer, header.length, Number(width) * Number(height)),
  };
}

/** In a buffer of their own: node's small reads share one. */
function bytes(file) {
  return Uint8Array.from(readFileSync(file));
}

/** Beside the packages, so that what they import of their own is found. */
async function phoneEyes() {
  const folder = mkdtempSync(join(packages, ".phone-eyes-"));
  try {
    const bundle = await rolldown({
      input: fileURLToPath(new URL("phoneEyes.ts", import.meta.url)),
      platform: "node",
      resolve: { alias: { "@scanners": fileURLToPath(new URL("../../scanners", import.meta.url)) } },
    });
    const file = join(folder, "phoneEyes.mjs");
    await bundle.write({ file, format: "esm", codeSplitting: false });
    return await import(pathToFileURL(file).href);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
