/** A fake camera's film of GS1 DataMatrix labels, and a photo: what Chromium shows in place of a lens. */
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
  await filmLabels([bracketed], path, FRAMES);
}

/** One label after the other, each for so many tenths of a second; the photo is of the first. */
export async function filmLabels(all, path, framesEach) {
  const drawn = [];
  for (const bracketed of all) drawn.push(await draw([bracketed]));
  writeFilm(
    path,
    drawn.flatMap(({ luma }) => Array.from({ length: framesEach }, () => luma)),
  );
  writeFileSync(`${path}.png`, Buffer.from(await drawn[0].image.arrayBuffer()));
}

/** Several labels side by side in every frame. */
export async function filmSideBySide(all, path) {
  const { luma } = await draw(all);
  writeFilm(
    path,
    Array.from({ length: FRAMES }, () => luma),
  );
}

/** The modules of a label row by row, true where it is dark: for a picture that is drawn in the page. */
export async function labelModules(bracketed) {
  const { symbol } = await written(bracketed);
  const row = (at) => symbol.data.slice(at * symbol.width, (at + 1) * symbol.width);
  return Array.from({ length: symbol.height }, (_, at) => Array.from(row(at), (shade) => shade === 0));
}

/** A photo of one code on white paper, as the bytes of a PNG. `how` is the writer's: format, options, scale. */
export async function photoOf(text, how) {
  const { image, error } = await writeBarcode(text, { scale: 6, addQuietZones: true, ...how });
  if (image === null) throw new Error(error);
  return Buffer.from(await image.arrayBuffer());
}

function writeFilm(path, frames) {
  const header = Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\n`);
  const chroma = Buffer.alloc((WIDTH * HEIGHT) / 2, 128);
  const start = Buffer.from("FRAME\n");
  writeFileSync(`${path}.y4m`, Buffer.concat([header, ...frames.flatMap((luma) => [start, luma, chroma])]));
}

/** A frame with the labels in a row, and the picture of the first alone. */
async function draw(all) {
  const luma = Buffer.alloc(WIDTH * HEIGHT, GREY);
  const pixels = all.length === 1 ? MODULE_PIXELS : MODULE_PIXELS / 2;
  let first = null;
  for (const [index, bracketed] of all.entries()) {
    const { symbol, image } = await written(bracketed);
    first ??= image;
    // The viewer of a phone shows the middle of the film: the row is half as wide as the film is high.
    const middle = WIDTH / 2 + (index - (all.length - 1) / 2) * HEIGHT * 0.36;
    stamp(luma, symbol, Math.round(middle - (symbol.width * pixels) / 2), pixels);
  }
  return { luma, image: first };
}

async function written(bracketed) {
  const { symbol, image, error } = await writeBarcode(bracketed, {
    format: "DataMatrix",
    options: "gs1",
    scale: 10,
    addQuietZones: true,
  });
  if (symbol === null || image === null) throw new Error(error);
  return { symbol, image };
}

function stamp(luma, symbol, left, pixels) {
  const quiet = 3;
  const top = Math.round((HEIGHT - symbol.height * pixels) / 2);
  for (let row = -quiet; row < symbol.height + quiet; row += 1) {
    for (let column = -quiet; column < symbol.width + quiet; column += 1) {
      const inside = row >= 0 && column >= 0 && row < symbol.height && column < symbol.width;
      const shade = inside ? symbol.data[row * symbol.width + column] : 255;
      for (let line = 0; line < pixels; line += 1) {
        const start = (top + row * pixels + line) * WIDTH + left + column * pixels;
        luma.fill(shade === 0 ? 25 : 230, start, start + pixels);
      }
    }
  }
}
