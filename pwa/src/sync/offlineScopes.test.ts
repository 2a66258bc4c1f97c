/** What is kept for work without a network: as a whole, as of a time, and read again only when something changed. */
import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { beforeEach, expect, test, vi } from "vitest";
import type { Answer, GraphQLClient } from "@/graphql/client";
import type { Document } from "@/graphql/document";
import { personalDatabase } from "@/platform/personalDatabase";
import { snapshotStore } from "@/platform/snapshots";
import { keptAnswer, question, refreshScope, type OfflineScope } from "./offlineScopes";

type Customers = { readonly customers: readonly string[] };
const CUSTOMERS: Document<Customers, { first: number }> = { kind: "query", name: "Customers", text: "query" };
const PRICES: Document<Customers, { first: number }> = { kind: "query", name: "Prices", text: "query" };
const SCOPE: OfflineScope = {
  name: "sales",
  kinds: ["customer"],
  questions: [question(CUSTOMERS, { first: 100 }), question(PRICES, { first: 100 })],
};
const MINUTE = 60_000;

beforeEach(() => {
  vi.stubGlobal("indexedDB", new IDBFactory());
});

interface Change {
  readonly ids?: readonly string[];
  readonly all?: boolean;
  readonly hidden?: boolean;
}

interface Server {
  changed: readonly Change[];
  names: readonly string[];
  down: string;
  readonly asked: string[];
  pulls: number;
}

/** A server that says what has changed; `down` names a question that gets no answer. */
function world() {
  const server: Server = { changed: [{ all: true }], names: ["苏州医院"], down: "", asked: [], pulls: 0 };
  const answered = (data: unknown): Answer<never> =>
    JSON.parse(JSON.stringify({ ok: true, data, at: "now" }));
  const client: GraphQLClient = {
    ask: (document, variables) => {
      server.asked.push(document.name === "Pull" ? `Pull ${JSON.stringify(variables)}` : document.name);
      if (server.down === document.name) {
        return Promise.resolve({ ok: false, failure: { kind: "offline", message: "", incident: null } });
      }
      if (document.name !== "Pull") return Promise.resolve(answered({ customers: server.names }));
      const changed = server.changed.map((one) => ({
        kind: "customer",
        ids: [],
        all: false,
        hidden: false,
        ...one,
      }));
      server.pulls += 1;
      return Promise.resolve(
        answered({ pull: { cursor: `c${server.pulls}`, epoch: "e", serverTime: "", changed } }),
      );
    },
  };
  return { server, client, snapshots: snapshotStore(personalDatabase("u1")) };
}
const at = (minutes: number) => () => new Date(Date.parse("2026-11-22T01:00:00Z") + minutes * MINUTE);

test("the first time everything is read, and kept as of that time", async () => {
  const { server, client, snapshots } = world();

  expect(await refreshScope(SCOPE, client, snapshots, at(0))).toBe("refreshed");

  expect(server.asked).toEqual(['Pull {"kinds":["customer"],"cursor":null}', "Customers", "Prices"]);
  expect(await keptAnswer(snapshots, CUSTOMERS, { first: 100 })).toEqual({
    data: { customers: ["苏州医院"] },
    fetchedAt: "2026-11-22T01:00:00.000Z",
  });
  expect(await keptAnswer(snapshots, CUSTOMERS, { first: 50 })).toBeNull();
});

test("when nothing has changed nothing is read again, and what is kept is confirmed", async () => {
  const { server, client, snapshots } = world();
  await refreshScope(SCOPE, client, snapshots, at(0));
  server.changed = [];
  server.asked.length = 0;

  expect(await refreshScope(SCOPE, client, snapshots, at(7))).toBe("fresh");

  expect(server.asked).toEqual(['Pull {"kinds":["customer"],"cursor":"c1"}']);
  expect((await keptAnswer(snapshots, PRICES, { first: 100 }))?.fetchedAt).toBe("2026-11-22T01:07:00.000Z");
});

test("a change is read as a whole, and what has gone is gone", async () => {
  const { server, client, snapshots } = world();
  await refreshScope(SCOPE, client, snapshots, at(0));
  Object.assign(server, { changed: [{ ids: ["x"] }], names: ["南京医院"] });

  expect(
    await refreshScope({ ...SCOPE, questions: SCOPE.questions.slice(0, 1) }, client, snapshots, at(1)),
  ).toBe("refreshed");

  expect((await keptAnswer(snapshots, CUSTOMERS, { first: 100 }))?.data).toEqual({ customers: ["南京医院"] });
  expect(await keptAnswer(snapshots, PRICES, { first: 100 })).toBeNull();
});

test("half an answer changes nothing: one page never shows two moments, and the change is asked for again", async () => {
  const { server, client, snapshots } = world();
  await refreshScope(SCOPE, client, snapshots, at(0));
  Object.assign(server, { changed: [{ ids: ["x"] }], names: ["南京医院"], down: "Prices" });

  expect(await refreshScope(SCOPE, client, snapshots, at(1))).toBe("unreachable");

  expect(await keptAnswer(snapshots, CUSTOMERS, { first: 100 })).toEqual({
    data: { customers: ["苏州医院"] },
    fetchedAt: "2026-11-22T01:00:00.000Z",
  });
  expect((await snapshots.scope("sales"))?.cursor).toBe("c1");
});

test("without a network what is kept stays, as old as it says", async () => {
  const { server, client, snapshots } = world();
  await refreshScope(SCOPE, client, snapshots, at(0));
  server.down = "Pull";

  expect(await refreshScope(SCOPE, client, snapshots, at(90))).toBe("unreachable");
  expect((await keptAnswer(snapshots, CUSTOMERS, { first: 100 }))?.fetchedAt).toBe(
    "2026-11-22T01:00:00.000Z",
  );
});

test("a change that one does not see is looked into after a while, not at each of them", async () => {
  const { server, client, snapshots } = world();
  await refreshScope(SCOPE, client, snapshots, at(0));
  server.changed = [{ hidden: true }];

  expect(await refreshScope(SCOPE, client, snapshots, at(2))).toBe("fresh");
  expect((await snapshots.scope("sales"))?.cursor).toBe("c1");
  expect(await refreshScope(SCOPE, client, snapshots, at(11))).toBe("refreshed");
});
