/** A fake camera's film of one GS1 DataMatrix, and its photo: what Chromium shows in place of a lens. */
import { readFileSync, writeFileSync } from "node:fs";
import { prepareZXingModule, writeBarcode } from "zxing-wasm/writer";

const WIDTH = 1280;
const HEIGHT = 720;
const MODULE_PIXELS = 14;
const GREY = 138;
const FRAMES = 10;

const wasm = readFileSync(
  new URL("../node_modules/zxing-wasm/dist/writer/zxing_writer.wasm", import.meta.url),
);
await prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasm).buffer }, fireImmediately: true });

/** `bracketed` such as "(01)06901234567892(10)2609B147(17)270331". Writes `${path}.y4m` and `${path}.png`. */
export async function filmLabel(bracketed, path) {
  const { symbol, image, error } = await writeBarcode(bracketed, {
    format: "DataMatrix",
    options: "gs1",
    scale: 10,
    addQuietZones: true,
  });
  if (symbol === null || image === null) throw new Error(error);
  const luma = Buffer.alloc(WIDTH * HEIGHT, GREY);
  const quiet = 3;
  const left = Math.round((WIDTH - symbol.width * MODULE_PIXELS) / 2);
  const top = Math.round((HEIGHT - symbol.height * MODULE_PIXELS) / 2);
  for (let row = -quiet; row < symbol.height + quiet; row += 1) {
    for (let column = -quiet; column < symbol.width + quiet; column += 1) {
      const inside = row >= 0 && column >= 0 && row < symbol.height && column < symbol.width;
      const shade = inside ? symbol.data[row * symbol.width + column] : 255;
      for (let line = 0; line < MODULE_PIXELS; line += 1) {
        const start = (top + row * MODULE_PIXELS + line) * WIDTH + left + column * MODULE_PIXELS;
        luma.fill(shade === 0 ? 25 : 230, start, start + MODULE_PIXELS);
      }
    }
  }
  const frame = Buffer.concat([Buffer.from("FRAME\n"), luma, Buffer.alloc((WIDTH * HEIGHT) / 2, 128)]);
  const header = Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\n`);
  writeFileSync(`${path}.y4m`, Buffer.concat([header, ...Array.from({ length: FRAMES }, () => frame)]));
  writeFileSync(`${path}.png`, Buffer.from(await image.arrayBuffer()));
}
