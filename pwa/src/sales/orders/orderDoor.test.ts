import { flushPromises, mount } from "@vue/test-utils";
import { defineComponent, h, nextTick, ref } from "vue";
import { expect, test } from "vitest";
import type { Answer } from "@/graphql/client";
import { graphQLKey, type GraphQLRoom } from "@/graphql/useQuery";
import { draftStoreKey, type DraftStore } from "@/platform/drafts";
import { networkKey, type Network } from "@/platform/network";
import type { Draft } from "@/platform/personalDatabase";
import { useOrderDoor, useWaitingOrders, type OrderDoor, type WaitingOrders } from "./orderDoor";
import { emptyForm, type OrderForm } from "./orderForm";
import type { Submission } from "./submission";

const OFFLINE: Answer<never> = {
  ok: false,
  failure: { kind: "offline", message: "no network", incident: null },
};
const answered = (submitOrder: object): unknown => ({
  ok: true,
  data: { submitOrder },
  at: "2026-11-22T01:41:00Z",
});
const PLACED = answered({
  __typename: "OrderPlaced",
  orderId: "o-1",
  number: "SO-2026-000012",
  state: "approved",
  awaits: null,
});
const REFUSED = answered({ __typename: "NothingOrdered", message: "订单至少要有一行产品。" });
const isAnswer = (_value: unknown): _value is Answer<never> => true;

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
      askedPrice: null,
      priceWas: null,
    },
  ],
});

/** A phone with its drafts, a network that the test switches, and a server whose answers the test lines up. */
function phone(state: Network, ...answers: unknown[]) {
  const network = ref<Network>(state);
  const asked: string[] = [];
  const drafts = new Map<string, Draft>();
  const store: DraftStore = {
    read: (key) => Promise.resolve(drafts.get(key) ?? null),
    list: (prefix) => Promise.resolve([...drafts.values()].filter(({ key }) => key.startsWith(prefix))),
    write: (draft) => Promise.resolve(void drafts.set(draft.key, draft)),
    remove: (key) => Promise.resolve(void drafts.delete(key)),
  };
  const room: GraphQLRoom = {
    client: {
      ask: (_document, variables) => {
        asked.push(commandOf(variables));
        const answer = answers.shift() ?? OFFLINE;
        if (!isAnswer(answer)) throw new Error("no answer");
        return Promise.resolve(answer);
      },
    },
    live: { subscribe: () => () => undefined, close: () => undefined },
    answers: new Map(),
  };
  const provide = {
    [graphQLKey]: room,
    [draftStoreKey]: store,
    [networkKey]: { state: network, probe: () => Promise.resolve(network.value), stop: () => undefined },
  };
  return { network, asked, drafts, provide };
}
function commandOf(variables: unknown): string {
  const holds = typeof variables === "object" && variables !== null && "commandId" in variables;
  return holds ? String(variables.commandId) : "";
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
const submit = (door: OrderDoor, form: OrderForm): Promise<Submission> =>
  door.submit("o-1", form, () => Promise.resolve());
const keep = (drafts: Map<string, Draft>, form: OrderForm): void => {
  drafts.set("order:o-1", { key: "order:o-1", json: JSON.stringify(form), savedAt: "2026-11-22T01:42:00Z" });
};

test("an order that got no answer is sent again under the same id; a corrected one under another", async () => {
  const broken = { ok: false, failure: { kind: "broken", message: "incident 7F3K", incident: "7F3K" } };
  const { provide, asked } = phone("online", broken, REFUSED, PLACED);
  const door = within<OrderDoor>(provide, useOrderDoor);
  const form = order();

  expect((await submit(door, form)).kind).toBe("unanswered");
  expect((await submit(door, form)).kind).toBe("refused");
  expect(await submit(door, form)).toMatchObject({ kind: "placed", number: "SO-2026-000012", awaits: null });

  expect([asked[0] === asked[1], asked[1] === asked[2], asked.length]).toEqual([true, false, 3]);
});

test("without network nothing is sent, and the order waits; a change to a submitted one does not", async () => {
  const { provide, asked } = phone("offline");
  const door = within<OrderDoor>(provide, useOrderDoor);
  const form = order();

  expect(await submit(door, form)).toEqual({ kind: "waiting" });
  expect([form.waiting, form.commandId !== null, asked]).toEqual([true, true, []]);

  const change: OrderForm = { ...order(), changes: { number: "SO-2026-000012", version: 3 } };
  expect((await submit(door, change)).kind).toBe("unanswered");
  expect(change.waiting).toBe(false);
});

test("what waits goes out once when the network is back, under the id it was given", async () => {
  const { provide, asked, drafts, network } = phone("offline", PLACED);
  keep(drafts, { ...order(), waiting: true, commandId: "command-1" });
  let placed = 0;
  within<WaitingOrders>(provide, () => useWaitingOrders(() => void (placed += 1)));
  await flushPromises();
  expect(asked).toEqual([]);

  network.value = "online";
  await nextTick();
  await flushPromises();

  expect([asked, placed, drafts.size]).toEqual([["command-1"], 1, 0]);
});

test("a refusal that nobody saw stays with the draft, and is not sent again by itself", async () => {
  const { provide, asked, drafts, network } = phone("online", REFUSED);
  keep(drafts, { ...order(), waiting: true, commandId: "command-1" });
  const { drafts: shown } = within<WaitingOrders>(provide, () => useWaitingOrders(() => undefined));
  await flushPromises();
  network.value = "offline";
  await nextTick();
  network.value = "online";
  await flushPromises();

  expect(asked).toEqual(["command-1"]);
  expect(shown.value.map(({ form }) => [form.waiting, form.commandId, form.refusedBecause])).toEqual([
    [false, null, "订单至少要有一行产品。"],
  ]);
});
