import { expect, test } from "vitest";
import { sharedDelivery, sharedNote } from "./sharedDelivery";

const TOKEN = "abcdefghijklmnopq";
const SHARED = {
  orderNumber: "SO-2026-000041",
  orderState: "rechecked",
  noteNumber: "DN-2026-000030",
  endsAt: "2027-02-20T01:41:00+00:00",
  delivery: null,
};

function server(status: number, body: BodyInit | null, type: string) {
  const asked: { path: string; link: string | null; credentials: string }[] = [];
  const fetcher: typeof fetch = async (input, init) => {
    const request = new Request(new URL(String(input), "https://lotline.example"), init);
    asked.push({
      path: new URL(request.url).pathname,
      link: request.headers.get("x-lotline-link"),
      credentials: init?.credentials ?? "",
    });
    return new Response(body, { status, headers: { "content-type": type } });
  };
  return { asked, fetcher };
}

test("the token goes in a header, never in the address, and no cookie goes with it", async () => {
  const { asked, fetcher } = server(200, JSON.stringify(SHARED), "application/json");
  expect(await sharedDelivery(TOKEN, fetcher)).toEqual({ state: "ready", shared: SHARED });
  expect(asked).toEqual([{ path: "/links/delivery", link: TOKEN, credentials: "omit" }]);
});

test("a link that ended says so in the server's words", async () => {
  const body = JSON.stringify({ errors: [{ message: "此链接已到期", extensions: { code: "LinkEnded" } }] });
  expect(await sharedDelivery(TOKEN, server(410, body, "application/json").fetcher)).toEqual({
    state: "refused",
    message: "此链接已到期",
  });
});

test("a portal's page, an answer of another shape and a dead network are no delivery", async () => {
  const kinds = [
    await sharedDelivery(TOKEN, server(200, "<html>", "text/html").fetcher),
    await sharedDelivery(TOKEN, server(200, '{"orderNumber":7}', "application/json").fetcher),
    await sharedDelivery(TOKEN, () => Promise.reject(new TypeError("network"))),
  ].map((answer) => (answer.state === "failed" ? answer.failure.kind : answer.state));
  expect(kinds).toEqual(["captive", "broken", "offline"]);
});

test("a note that is no PDF is not saved", async () => {
  expect(await sharedNote(TOKEN, server(200, "<html>", "text/html").fetcher)).toBeNull();
  expect(await sharedNote(TOKEN, server(410, "{}", "application/json").fetcher)).toBeNull();
  const note = await sharedNote(TOKEN, server(200, "%PDF-1.7", "application/pdf").fetcher);
  expect(await note?.text()).toBe("%PDF-1.7");
});
