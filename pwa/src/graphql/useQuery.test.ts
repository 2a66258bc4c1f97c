import { flushPromises, mount } from "@vue/test-utils";
import { defineComponent, h, nextTick, ref } from "vue";
import { expect, test, vi } from "vitest";
import type { Answer, GraphQLClient } from "./client";
import type { Document } from "./document";
import type { KeptAnswer } from "./keptAnswers";
import { graphQLKey, useLive, useQuery, type GraphQLRoom } from "./useQuery";

interface LotData {
  readonly lot: string;
}
const LOT: Document<LotData, { id: string }> = { kind: "query", name: "Lot", text: "query Lot" };
const CHANGED: Document<unknown, { id: string }> = {
  kind: "subscription",
  name: "Changed",
  text: "subscription Changed",
};
const OFFLINE: Answer<never> = {
  ok: false,
  failure: { kind: "offline", message: "no network", incident: null },
};

/** Answers wait until the test gives them, so that their order is the test's. */
function room() {
  const asked: { variables: unknown; aborted: () => boolean; give: (answer: unknown) => void }[] = [];
  const subscribed: { variables: unknown; push: () => void; stopped: boolean }[] = [];
  const client: GraphQLClient = {
    ask: (_document, variables, signal) =>
      new Promise((resolve) => {
        asked.push({
          variables,
          aborted: () => signal?.aborted === true,
          give: (answer) => {
            if (isAnswer<never>(answer)) resolve(answer);
          },
        });
      }),
  };
  const made: GraphQLRoom = {
    client,
    live: {
      subscribe: (_document, variables, onData) => {
        const one = { variables, push: () => push(onData), stopped: false };
        subscribed.push(one);
        return () => {
          one.stopped = true;
        };
      },
      close: () => undefined,
    },
    answers: new Map(),
  };
  return { made, asked, subscribed };
}
function push(onData: (data: never) => void): void {
  const nothing: unknown = {};
  if (isNothing(nothing)) onData(nothing);
}
const isNothing = (_value: unknown): _value is never => true;
const isAnswer = <Data>(_answer: unknown): _answer is Answer<Data> => true;
const good = (lot: string, at = "2026-11-22T01:41:00Z"): Answer<LotData> => ({ ok: true, data: { lot }, at });

function page(made: GraphQLRoom, id = ref("a")) {
  const Page = defineComponent(() => {
    const query = useQuery(LOT, () => ({ id: id.value }));
    return () =>
      h(
        "p",
        { onClick: query.retry },
        query.state === "ready" ? `${query.data.lot} ${query.staleSince}` : query.state,
      );
  });
  return mount(Page, { global: { provide: { [graphQLKey]: made } } });
}

test("goes from loading to ready", async () => {
  const { made, asked } = room();
  const view = page(made);
  expect(view.text()).toBe("loading");
  asked[0]?.give(good("B147"));
  await flushPromises();
  expect(view.text()).toBe("B147 null");
  expect(asked.map(({ variables }) => variables)).toEqual([{ id: "a" }]);
});

test("fails in words, and can be tried again", async () => {
  const { made, asked } = room();
  const view = page(made);
  asked[0]?.give(OFFLINE);
  await flushPromises();
  expect(view.text()).toBe("failed");
  await view.trigger("click");
  expect(view.text()).toBe("loading");
  asked[1]?.give(good("B147"));
  await flushPromises();
  expect(view.text()).toBe("B147 null");
});

test("keeps showing the last answer and says since when, when a newer one cannot be had", async () => {
  const { made, asked } = room();
  const first = page(made);
  asked[0]?.give(good("B147"));
  await flushPromises();
  first.unmount();

  const later = page(made);
  expect(later.text()).toBe("B147 null");
  asked[1]?.give(OFFLINE);
  await flushPromises();
  expect(later.text()).toBe("B147 2026-11-22T01:41:00Z");
});

test("an answer to an earlier question never overwrites the later one", async () => {
  const { made, asked } = room();
  const id = ref("a");
  const view = page(made, id);
  id.value = "b";
  await nextTick();
  asked[1]?.give(good("of b"));
  await flushPromises();
  asked[0]?.give(good("of a"));
  await flushPromises();
  expect(view.text()).toBe("of b null");
  expect(asked[0]?.aborted()).toBe(true);
});

test("other variables are not answered with what was shown before", async () => {
  const { made, asked } = room();
  const id = ref("a");
  const view = page(made, id);
  asked[0]?.give(good("of a"));
  await flushPromises();
  id.value = "b";
  await nextTick();
  expect(view.text()).toBe("loading");
});

test("several nudges in a moment ask once; leaving the page ends the subscription", async () => {
  const { made, subscribed } = room();
  let nudged = 0;
  const Page = defineComponent(() => {
    useLive(CHANGED, { id: "a" }, () => {
      nudged += 1;
    });
    return () => h("p");
  });
  const view = mount(Page, { global: { provide: { [graphQLKey]: made } } });
  subscribed[0]?.push();
  subscribed[0]?.push();
  await expect.poll(() => nudged).toBe(1);
  view.unmount();
  expect(subscribed.map(({ stopped }) => stopped)).toEqual([true]);
});

const keepsOnPhone = (made: GraphQLRoom, lot: string | null, at = "2026-11-22T01:30:00Z"): GraphQLRoom => ({
  ...made,
  kept: {
    of: () => {
      const found: unknown = lot === null ? null : { data: { lot }, at };
      return Promise.resolve(isKept<never>(found) ? found : null);
    },
  },
});
const isKept = <Data>(_found: unknown): _found is KeptAnswer<Data> | null => true;

test("what is kept on the phone answers when the network does not, with its time", async () => {
  const { made, asked } = room();
  const view = page(keepsOnPhone(made, "B140"));
  asked[0]?.give(OFFLINE);
  await flushPromises();
  expect(view.text()).toBe("B140 2026-11-22T01:30:00Z");
});

test("with nothing kept the failure is shown", async () => {
  const { made, asked } = room();
  const view = page(keepsOnPhone(made, null));
  asked[0]?.give(OFFLINE);
  await flushPromises();
  expect(view.text()).toBe("failed");
});

test("what the server said no to is not answered from the phone", async () => {
  const { made, asked } = room();
  const view = page(keepsOnPhone(made, "B140"));
  asked[0]?.give({ ok: false, failure: { kind: "refused", message: "no", incident: null } });
  await flushPromises();
  expect(view.text()).toBe("failed");
});

test.each(["missing", "refused"] as const)(
  "nobody goes on reading what the server has said is %s since, and the phone forgets it",
  async (kind) => {
    const { made, asked } = room();
    const view = page(made);
    asked[0]?.give(good("B147"));
    await flushPromises();
    await view.find("p").trigger("click");
    asked[1]?.give({ ok: false, failure: { kind, message: "no", incident: null } });
    await flushPromises();
    expect([view.text(), made.answers.size]).toEqual(["failed", 0]);
  },
);

test("of the last answer and what is kept, the newer one is shown", async () => {
  const { made, asked } = room();
  const view = page(keepsOnPhone(made, "B150", "2026-11-22T02:00:00Z"));
  asked[0]?.give(good("B147"));
  await flushPromises();
  await view.find("p").trigger("click");
  asked[1]?.give(OFFLINE);
  await flushPromises();
  expect(view.text()).toBe("B150 2026-11-22T02:00:00Z");
});

test("a poor network: what is kept is shown after a while, and the answer when it comes", async () => {
  vi.useFakeTimers();
  const { made, asked } = room();
  const view = page(keepsOnPhone(made, "B140"));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(view.text()).toBe("loading");
  await vi.advanceTimersByTimeAsync(2_000);
  expect(view.text()).toBe("B140 2026-11-22T01:30:00Z");
  asked[0]?.give(good("B147"));
  await vi.advanceTimersByTimeAsync(0);
  expect(view.text()).toBe("B147 null");
  vi.useRealTimers();
});
