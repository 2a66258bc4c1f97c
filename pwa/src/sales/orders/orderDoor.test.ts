/** An order leaves the phone once, through the queue; its person is told at once when there is somebody to tell. */
import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { flushPromises, mount } from "@vue/test-utils";
import { defineComponent, h, ref } from "vue";
import { beforeEach, expect, test, vi } from "vitest";
import type { Outcome } from "@offline/outcome";
import type { Answer } from "@/graphql/client";
import { graphQLKey, type GraphQLRoom } from "@/graphql/useQuery";
import { draftStore } from "@/platform/drafts";
import { networkKey, type Network } from "@/platform/network";
import { personalDatabase } from "@/platform/personalDatabase";
import { phoneQueue, queueKey, type PhoneQueue } from "@/sync/queue";
import { testServer } from "@/sync/testServer";
import { correctionOf } from "./fromOrder";
import { draftKey } from "./localDrafts";
import { useOrderDoor, type OrderDoor } from "./orderDoor";
import { emptyForm, type OrderForm } from "./orderForm";
import { contentOf } from "./orderInput";
import { queuedOrders } from "./queuedOrders";

const ORDER = "01900000-0000-7000-8000-00000000000a";
const PLACED: Outcome = {
  kind: "applied",
  result: { __typename: "OrderPlaced", orderId: ORDER, number: "SO-2026-000012", state: "approved" },
};
const SHORT: Outcome = {
  kind: "refused",
  refusal: "LotShort",
  message: "IL-6 可用 2 盒，需要 4 盒。",
  facts: { product: "IL-6", wanted: "4", on_hand: "2", unit: "盒" },
};
const OFFLINE: Answer<never> = {
  ok: false,
  failure: { kind: "offline", message: "no network", incident: null },
};

beforeEach(() => {
  vi.stubGlobal("indexedDB", new IDBFactory());
});

const order = (): OrderForm => ({
  ...emptyForm(),
  customerId: "c-1",
  siteId: "s-1",
  receiver: "王老师",
  receiverPhone: "13812345678",
  invoiceTitle: "复旦附属中山医院",
  pricesAsOf: "2026-11-22T01:41:00Z",
  lines: [
    {
      lineId: "l-1",
      productId: "p-1",
      name: "IL-6",
      catalogueNumber: "EL-0106",
      specification: "96T",
      unit: "盒",
      piecesPerCase: 10,
      storageClass: "refrigerated",
      regime: "ruo",
      quantity: 4,
      shownPrice: "1980",
      isList: true,
      listPrice: "1980",
      askedPrice: "1900",
      priceWas: null,
    },
  ],
});

/** A phone with its queue and drafts, a server that says `outcomes` in turn, and a network that the test switches. */
function phone(state: Network, ...outcomes: Outcome[]) {
  const network = ref<Network>(state);
  const server = testServer(() => outcomes.shift() ?? PLACED);
  const queue: PhoneQueue = phoneQueue({
    userId: () => "u1",
    connection: {
      token: () => Promise.resolve("t1"),
      refresh: () => Promise.resolve("t1"),
      fetcher: server.fetcher,
    },
    deviceName: "test",
    now: Date.now,
    dice: () => 0.999,
    online: () => network.value === "online",
    tell: () => undefined,
    askToBeWoken: () => undefined,
    later: () => () => undefined,
  });
  const asked: unknown[] = [];
  const room: GraphQLRoom = {
    client: {
      ask: (_document, variables) => {
        asked.push(variables);
        return Promise.resolve(OFFLINE);
      },
    },
    live: { subscribe: () => () => undefined, close: () => undefined },
    answers: new Map(),
  };
  const provide = {
    [graphQLKey]: room,
    [queueKey]: queue,
    [networkKey]: { state: network, probe: () => Promise.resolve(network.value), stop: () => undefined },
  };
  const drafts = draftStore(personalDatabase("u1"));
  const store = (form: OrderForm) => () =>
    drafts.write({ key: draftKey(ORDER), json: JSON.stringify(form), savedAt: "2026-11-22T01:42:00Z" });
  return { network, server, queue, asked, provide, drafts, store };
}

function within<T>(provide: object, use: () => T): T {
  const held: { value?: T } = {};
  mount(
    defineComponent(() => {
      held.value = use();
      return () => h("p");
    }),
    { global: { provide } },
  );
  if (held.value === undefined) throw new Error("not set up");
  return held.value;
}

test("with a network the person is told the number, and the draft is gone with the command", async () => {
  const { provide, server, drafts, store } = phone("online");
  const form = order();

  const said = await within<OrderDoor>(provide, useOrderDoor).submit(ORDER, form, store(form));

  expect(said).toEqual({
    kind: "placed",
    orderId: ORDER,
    number: "SO-2026-000012",
    state: "approved",
    awaits: null,
  });
  expect(server.effects.map(({ name, entity, input }) => [name, entity, input])).toEqual([
    ["sales.submitOrder", `order:${ORDER}`, { orderId: ORDER, content: contentOf(form) }],
  ]);
  expect(await drafts.read(draftKey(ORDER))).toBeNull();
});

test("without network nothing is sent; the order waits in the queue, goes out once, and was never both", async () => {
  const { provide, server, queue, network, drafts, store } = phone("offline");
  const form = order();

  expect(await within<OrderDoor>(provide, useOrderDoor).submit(ORDER, form, store(form))).toEqual({
    kind: "waiting",
  });
  expect([server.asked, await drafts.read(draftKey(ORDER))]).toEqual([[], null]);
  expect(queuedOrders(queue.commands.value)).toMatchObject([
    { orderId: ORDER, invoiceTitle: "复旦附属中山医院", lineCount: 1, totalFen: 760_000, needsPerson: false },
  ]);

  network.value = "online";
  await vi.waitUntil(() => !queue.sending.value);
  await queue.wake();

  expect(server.effects).toHaveLength(1);
  expect(queuedOrders(queue.commands.value)).toEqual([]);
});

test("a refusal is told with its facts, kept for its person, and the corrected order takes its place", async () => {
  const { provide, server, queue, store } = phone("online", SHORT);
  const form = order();
  const door = within<OrderDoor>(provide, useOrderDoor);

  const said = await door.submit(ORDER, form, store(form));

  expect(said).toEqual({
    kind: "refused",
    refusal: {
      kind: "short",
      message: SHORT.kind === "refused" ? SHORT.message : "",
      product: "IL-6",
      wanted: "4",
      onHand: "2",
      unit: "盒",
    },
  });
  const [refused] = queue.commands.value;
  expect([form.supersedes, queuedOrders(queue.commands.value)[0]?.needsPerson]).toEqual([refused?.id, true]);

  const fixed = { ...form, lines: form.lines.map((line) => ({ ...line, quantity: 2 })) };
  expect((await door.submit(ORDER, fixed, store(fixed))).kind).toBe("placed");
  await flushPromises();
  expect(server.effects.map(({ name }) => name)).toContain("sync.supersedeCommand");
  expect([queuedOrders(queue.commands.value), queue.summary.value.needsAttention]).toEqual([[], 0]);
});

test("a refused submission becomes the form again that it was", async () => {
  const { provide, queue, store } = phone("online", SHORT);
  const form = order();
  await within<OrderDoor>(provide, useOrderDoor).submit(ORDER, form, store(form));
  const [refused] = queue.commands.value;
  if (refused === undefined) throw new Error("nothing queued");

  const again = correctionOf(refused);

  expect(again === null ? null : contentOf(again)).toEqual(contentOf(form));
  expect([again?.supersedes, again?.refusedBecause]).toEqual([refused.id, refused.message]);
  expect(correctionOf({ ...refused, input: { orderId: ORDER } })).toBeNull();
});

test("a draft is handed to the server as a draft", async () => {
  const { provide, server, queue, drafts, store } = phone("online");
  const form = order();

  expect(await within<OrderDoor>(provide, useOrderDoor).saveDraft(ORDER, form, store(form))).toBe(true);
  await vi.waitUntil(() => server.effects.length > 0 && !queue.sending.value);

  expect(server.effects.map(({ name }) => name)).toEqual(["sales.saveDraft"]);
  expect([queuedOrders(queue.commands.value), await drafts.read(draftKey(ORDER))]).toEqual([[], null]);
});

test("a change of a submitted order does not wait, and is asked again under the id it was given", async () => {
  const { provide, server, asked } = phone("offline");
  const change: OrderForm = { ...order(), changes: { number: "SO-2026-000012", version: 3 } };
  const door = within<OrderDoor>(provide, useOrderDoor);
  const send = () => door.submit(ORDER, change, () => Promise.resolve());

  expect([(await send()).kind, (await send()).kind]).toEqual(["unanswered", "unanswered"]);

  expect(asked).toHaveLength(2);
  expect(asked[0]).toEqual(asked[1]);
  expect(server.asked).toEqual([]);
});
