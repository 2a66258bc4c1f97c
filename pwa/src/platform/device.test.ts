/** Network, locks, theme, in-app browsers, deploys: the phone as it is. */
import { afterEach, describe, expect, test } from "vitest";
import { inAppBrowser } from "./environment";
import { ifFree, withLock } from "./locks";
import { watchNetwork, type NetworkState } from "./network";
import { visiblePart } from "./scanning/frames";
import { unsavedMark } from "./unsaved";
import { reloadOnceForMissingFiles } from "./updates";

describe("network", () => {
  const watched: NetworkState[] = [];
  afterEach(() => watched.splice(0).forEach((network) => network.stop()));

  const html = { headers: { "Content-Type": "text/html" } };
  test.each<[string, () => Response, string]>([
    ["our own health", () => Response.json({ ok: true }), "online"],
    ["our own health, not ready", () => Response.json({ ok: false }, { status: 503 }), "online"],
    ["a portal's page", () => new Response("<html>", html), "captive"],
    ["a proxy without a server", () => new Response("<html>", { ...html, status: 502 }), "offline"],
  ])("%s", async (_name, answer, expected) => {
    const network = watchNetwork(
      async () => answer(),
      () => true,
    );
    watched.push(network);
    expect(await network.probe()).toBe(expected);
    expect(network.state.value).toBe(expected);
  });

  test("no cable is offline without asking anybody", async () => {
    let asked = 0;
    const network = watchNetwork(
      async () => {
        asked += 1;
        return Response.json({});
      },
      () => false,
    );
    watched.push(network);
    expect([await network.probe(), asked]).toEqual(["offline", 0]);
  });

  test("the phone's own word that the network went away is believed at once", () => {
    const network = watchNetwork(
      async () => Response.json({}),
      () => true,
    );
    watched.push(network);
    dispatchEvent(new Event("offline"));
    expect(network.state.value).toBe("offline");
  });
});

describe("locks", () => {
  test("work under one name takes turns, a failed one does not block the next", async () => {
    const order: string[] = [];
    const work = (name: string, fails = false) =>
      withLock("test", async () => {
        order.push(`${name} in`);
        await Promise.resolve();
        order.push(`${name} out`);
        if (fails) throw new Error(name);
      });
    const results = await Promise.allSettled([work("a", true), work("b")]);
    expect(order).toEqual(["a in", "a out", "b in", "b out"]);
    expect(results.map(({ status }) => status)).toEqual(["rejected", "fulfilled"]);
  });

  test("a held lock is busy, a free one is not", async () => {
    const held = withLock("busy", async () => await ifFree("busy", async () => "done"));
    expect(await held).toBe("busy");
    expect(await ifFree("busy", async () => "done")).toBe("done");
  });
});

describe("a file that a newer version has replaced", () => {
  const clock = { at: 1_000_000 };
  let connected = true;
  let reloads = 0;
  reloadOnceForMissingFiles(
    () => {
      reloads += 1;
    },
    () => connected,
    () => clock.at,
  );
  const missing = (): boolean => {
    const event = new Event("vite:preloadError", { cancelable: true });
    dispatchEvent(event);
    return event.defaultPrevented;
  };

  test("reloads once, not in a circle; not offline; not over unsaved words", () => {
    connected = false;
    expect([missing(), reloads]).toEqual([false, 0]);
    connected = true;
    const form = unsavedMark();
    form.set(true);
    expect([missing(), reloads]).toEqual([false, 0]);
    form.set(false);
    expect([missing(), reloads]).toEqual([true, 1]);
    expect([missing(), reloads]).toEqual([false, 1]);
    clock.at += 60_000;
    expect([missing(), reloads]).toEqual([true, 2]);
  });
});

test.each([
  ["Mozilla/5.0 (Linux; Android 13) MicroMessenger/8.0.42 WeChat/arm64", "wechat"],
  ["Mozilla/5.0 wxwork/4.1.9 MicroMessenger/7.0.1", "wecom"],
  ["Mozilla/5.0 AliApp(DingTalk/7.1.0)", "dingtalk"],
  ["Mozilla/5.0 (Linux; Android 13) Chrome/120 Mobile Safari/537.36", null],
])("%s", (userAgent, expected) => {
  expect(inAppBrowser(userAgent)).toBe(expected);
});

test("the decoder is given what the person sees of the video", () => {
  const viewer = { width: 360, height: 300 };
  expect(visiblePart({ width: 1920, height: 1080 }, viewer)).toEqual({
    x: 312,
    y: 0,
    width: 1296,
    height: 1080,
  });
  expect(visiblePart({ width: 1080, height: 1920 }, viewer)).toEqual({
    x: 0,
    y: 510,
    width: 1080,
    height: 900,
  });
  expect(visiblePart({ width: 640, height: 480 }, { width: 0, height: 0 })).toEqual({
    x: 0,
    y: 0,
    width: 640,
    height: 480,
  });
});
