import { describe, expect, test } from "vitest";
import { photoDoor } from "./photoDoor";

const PHOTO = new Blob(["jpeg"], { type: "image/jpeg" });
const credentials = { token: async () => "token", refresh: async () => null };

async function read(answer: () => Response) {
  const asked: { path: string; authorization: string | null; type: string | null }[] = [];
  const door = photoDoor(credentials, async (input, init) => {
    const headers = new Headers(init?.headers);
    asked.push({
      path: input instanceof Request ? input.url : input.toString(),
      authorization: headers.get("authorization"),
      type: headers.get("content-type"),
    });
    return answer();
  });
  return { reading: await door.read(PHOTO), asked };
}

describe("the server reads a photo", () => {
  test("and its codes come as if the camera had seen them; unsure ones are marked", async () => {
    const code = { format: "EAN13", symbologyIdentifier: "]E0", text: "6901234567892" };
    const { reading, asked } = await read(() =>
      Response.json({
        codes: [
          { ...code, confirmed: false },
          { ...code, text: "LL:", confirmed: true },
        ],
        labels: [],
      }),
    );
    expect(reading).toEqual([
      { ...code, contentType: null, unconfirmed: true },
      { ...code, text: "LL:", contentType: null },
    ]);
    expect(asked).toEqual([{ path: "/files/scan", authorization: "Bearer token", type: "image/jpeg" }]);
  });

  test.each<[string, () => Response, unknown]>([
    [
      "a refusal says why",
      () => Response.json({ message: "照片太大" }, { status: 413 }),
      { refused: "照片太大" },
    ],
    [
      "a portal's page is no answer",
      () => new Response("<html>", { headers: { "Content-Type": "text/html" } }),
      "offline",
    ],
    ["something else than codes is no answer", () => Response.json({ codes: "many" }), "offline"],
    ["an empty text is no code", () => Response.json({ codes: [{ text: "" }] }), "offline"],
  ])("%s", async (_name, answer, expected) => {
    expect((await read(answer)).reading).toEqual(expected);
  });
});
