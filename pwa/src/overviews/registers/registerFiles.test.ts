import { expect, test } from "vitest";
import { registerFiles } from "./registerFiles";

const credentials = (tokens: string[]) => ({
  token: () => Promise.resolve(tokens[0] ?? null),
  refresh: () => Promise.resolve(tokens[1] ?? null),
});
const csv = (): Response =>
  new Response("a", {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": 'attachment; filename="lotline-sales.csv"',
    },
  });

test("a register comes as a file under the server's name, asked for with the token", async () => {
  const asked: string[] = [];
  const files = registerFiles(credentials(["first"]), (_address, init) => {
    asked.push(new Headers(init?.headers).get("authorization") ?? "");
    return Promise.resolve(csv());
  });

  const answer = await files.fetch("/registers/sales.csv");

  expect(answer).toMatchObject({ kind: "file", name: "lotline-sales.csv" });
  expect(asked).toEqual(["Bearer first"]);
});

test("a token that has just ended is renewed once", async () => {
  const asked: string[] = [];
  const files = registerFiles(credentials(["old", "new"]), (_address, init) => {
    const token = new Headers(init?.headers).get("authorization") ?? "";
    asked.push(token);
    return Promise.resolve(token === "Bearer new" ? csv() : new Response(null, { status: 401 }));
  });

  expect((await files.fetch("/registers/sales.csv")).kind).toBe("file");
  expect(asked).toEqual(["Bearer old", "Bearer new"]);
});

test("a refusal is said in the server's words", async () => {
  const body = JSON.stringify({ errors: [{ message: "符合条件的有 25000 行", extensions: {} }] });
  const files = registerFiles(credentials(["one"]), () =>
    Promise.resolve(new Response(body, { status: 413, headers: { "content-type": "application/json" } })),
  );

  expect(await files.fetch("/registers/sales.csv")).toEqual({
    kind: "refused",
    message: "符合条件的有 25000 行",
  });
});

test("a captive portal's page is no register, and no network is no refusal", async () => {
  const html = new Response("<html>", { headers: { "content-type": "text/html" } });
  const portal = registerFiles(credentials(["one"]), () => Promise.resolve(html));
  const away = registerFiles(credentials(["one"]), () => Promise.reject(new TypeError("no network")));

  expect(await portal.fetch("/registers/sales.csv")).toEqual({ kind: "broken" });
  expect(await away.fetch("/registers/sales.csv")).toEqual({ kind: "offline" });
});
