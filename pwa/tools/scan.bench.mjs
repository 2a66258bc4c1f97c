/**
 * How long from the tap to the label with the fake camera, from the decoder's word to the painted result without network,
 * and whether ten labels in a row are all read and none twice.
 * `npm run bench:scan [-- --times 5] [--json]`. Exit code 1 beyond the limits of the figures.
 */
import { parseArgs } from "node:util";
import { filmLabel, filmLabels } from "./labelVideo.mjs";
import { serveLooks } from "./looksServer.mjs";
import {
  browserFilming,
  coldAndWarm,
  decodeToResult,
  KEPT_LOTS,
  median,
  newFolder,
  TEN,
  tenInARow,
} from "./scanning.mjs";

const COLD_MS_MAX = 2_500;
const WARM_MS_MAX = 1_200;
const RESULT_MS_MAX = 300;
const { values: options } = parseArgs({
  options: { times: { type: "string", default: "5" }, json: { type: "boolean", default: false } },
});
const folder = newFolder();
const server = await serveLooks({ keptLots: KEPT_LOTS });
const browsers = [];
try {
  await filmLabel(TEN[0].bracketed, folder.path("one"));
  await filmLabels(
    TEN.map(({ bracketed }) => bracketed),
    folder.path("ten"),
    6,
  );
  browsers.push(await browserFilming(folder.path("one")), await browserFilming(folder.path("ten")));
  const { cold, warm } = await coldAndWarm(browsers[0], server.address, Number(options.times));
  const row = await tenInARow(browsers[1], server.address, 60_000);
  const once = new Set(row.codes).size === row.codes.length;
  const results = await decodeToResult(browsers[1], server.address, 60_000);
  const resultMs = results.map(({ ms }) => Math.round(ms));
  const figures = {
    tapToLabelColdMs: Math.round(median(cold)),
    tapToLabelWarmMs: Math.round(median(warm)),
    cold: cold.map(Math.round),
    warm: warm.map(Math.round),
    tenInARow: row.codes.length,
    tenInARowSeconds: Number(row.seconds.toFixed(1)),
    decodeToResultMs: Math.max(...resultMs),
    results: resultMs,
    noneTwice: once && row.counted === 1,
  };
  process.stdout.write(
    options.json
      ? `${JSON.stringify(figures)}\n`
      : `tap to label, cold  ${figures.tapToLabelColdMs} ms of ${COLD_MS_MAX} (median of ${figures.cold.join(", ")})
tap to label, warm  ${figures.tapToLabelWarmMs} ms of ${WARM_MS_MAX} (median of ${figures.warm.join(", ")})
decode to result    ${figures.decodeToResultMs} ms of ${RESULT_MS_MAX}, offline (slowest of ${resultMs.join(", ")})
ten in a row        ${figures.tenInARow} read in ${figures.tenInARowSeconds} s, ${figures.noneTwice ? "none" : "some"} twice
`,
  );
  const isGood =
    figures.tapToLabelColdMs <= COLD_MS_MAX &&
    figures.tapToLabelWarmMs <= WARM_MS_MAX &&
    figures.decodeToResultMs <= RESULT_MS_MAX &&
    figures.noneTwice;
  process.exitCode = isGood && figures.tenInARow === TEN.length ? 0 : 1;
} finally {
  await Promise.all(browsers.map((browser) => browser.close()));
  await server.close();
  folder.remove();
}
