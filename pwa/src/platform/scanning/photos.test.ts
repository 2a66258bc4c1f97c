import { describe, expect, test } from "vitest";
import { PHOTO_BYTES_MAX, readStill, type PhotoState } from "./photos";
import type { SeenCode } from "./scan";
import type { ServerReading } from "./serverScan";

const code = (text: string): SeenCode => ({
  text,
  format: "DataMatrix",
  symbologyIdentifier: "]d2",
  contentType: "GS1",
  corners: [],
});
const PHOTO = new Blob(["jpeg"]);

async function read(here: readonly SeenCode[], there: ServerReading | null, photo: Blob = PHOTO) {
  const told: PhotoState[] = [];
  const asked: string[] = [];
  const codes = await readStill(
    photo,
    {
      read: async (_image, tell) => {
        asked.push("phone");
        tell?.(0.5);
        return here;
      },
    },
    there === null
      ? null
      : {
          read: async () => {
            asked.push("server");
            return there;
          },
        },
    (state) => told.push(state),
  );
  return {
    texts: codes.map(({ text }) => text),
    asked,
    kinds: told.map(({ kind }) => kind),
    last: told.at(-1),
  };
}

describe("a photo", () => {
  test("that the phone reads is shown to nobody else, and a code printed twice is one", async () => {
    expect(await read([code("A"), code("A"), code("B")], [code("X")])).toEqual({
      texts: ["A", "B"],
      asked: ["phone"],
      kinds: ["here", "here", "none"],
      last: { kind: "none" },
    });
  });

  test("that the phone cannot read goes to the server", async () => {
    const { texts, asked, kinds } = await read([], [code("X")]);
    expect([texts, asked, kinds]).toEqual([["X"], ["phone", "server"], ["here", "here", "atServer", "none"]]);
  });

  test.each<[string, ServerReading | null, PhotoState]>([
    ["and nobody else either", [], { kind: "nothing", askedServer: true }],
    ["without network", "offline", { kind: "nothing", askedServer: false }],
    ["and there is no server", null, { kind: "nothing", askedServer: false }],
    ["and the server says why not", { refused: "照片太大" }, { kind: "refused", message: "照片太大" }],
  ])("that the phone cannot read, %s", async (_name, there, expected) => {
    const { texts, last } = await read([], there);
    expect([texts, last]).toEqual([[], expected]);
  });

  test("larger than a phone should open is refused before anything is read", async () => {
    const huge = new Blob(["x"]);
    Object.defineProperty(huge, "size", { value: PHOTO_BYTES_MAX + 1 });
    expect(await read([code("A")], null, huge)).toEqual({
      texts: [],
      asked: [],
      kinds: ["tooLarge"],
      last: { kind: "tooLarge" },
    });
  });
});
