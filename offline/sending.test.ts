import { describe, expect, test } from "vitest";
import { enqueue, type NewAttachment } from "./enqueue";
import { memoryStore } from "./memoryStore";
import { drain, type Sender } from "./sending";
import { rescueFile, summary } from "./summary";
import { command, sealer, uuid7 } from "./testPhone";
import { afterUpload, nextUpload } from "./uploads";
import { answered, REFUSED, senderThatAnswers } from "./testQueue";

describe("sending", () => {
  test("an answer tells the server's clock, which the next envelope states", async () => {
    const store = memoryStore();
    await enqueue(store, await sealer(), [command("A")]);

    await drain(await senderThatAnswers(store, null), false);
    await enqueue(store, await sealer(), [command("B")]);

    const [signed] = await store.sealed([uuid7("B")]);
    expect(signed?.envelope).toContain('"clockOffset":600000');
  });

  test("without a network nothing is sent and no attempt is counted", async () => {
    const store = memoryStore();
    await enqueue(store, await sealer(), [command("A")]);
    const before = await store.read();
    const sent: unknown[] = [];
    const sender = {
      ...(await senderThatAnswers(store, null)),
      online: () => false,
    };

    expect(
      await drain(
        {
          ...sender,
          send: (batch) => Promise.resolve(sent.push(batch)).then(() => null),
        },
        true,
      ),
    ).toEqual({ kind: "rest", until: null });
    expect([sent, await store.read()]).toEqual([[], before]);
  });

  test("200 commands go in four batches", async () => {
    const store = memoryStore();
    const many = Array.from({ length: 200 }, (_, at) =>
      command(`sync.${at}`.slice(5), { name: "sync.pingServer" }),
    );
    await enqueue(store, await sealer(), many);
    const sizes: number[] = [];
    const sender = await senderThatAnswers(store, {
      kind: "applied",
      result: null,
    });
    const counting: Sender = {
      ...sender,
      send: (batch) => (sizes.push(batch.length), sender.send(batch)),
    };

    expect(await drain(counting, false)).toEqual({ kind: "rest", until: null });
    expect(sizes).toEqual([50, 50, 50, 50]);
    expect(summary(await store.read())).toEqual({
      savedHere: 0,
      sent: 0,
      needsAttention: 0,
    });
  });

  test("somebody has to sign in: one request, then it waits", async () => {
    const store = memoryStore();
    await enqueue(store, await sealer(), [command("A")]);
    const sender = await senderThatAnswers(store, null);
    const signedOut: Sender = {
      ...sender,
      send: () => Promise.resolve({ status: 401, body: "", retryAfter: null }),
    };

    expect(await drain(signedOut, true)).toEqual({ kind: "paused" });
    expect((await store.read()).records.map(({ attempts }) => attempts)).toEqual([0]);
  });
});

test("the smallest attachment is uploaded first, and the server's offset counts", async () => {
  const store = memoryStore();
  await enqueue(store, await sealer(), [
    command("A", {
      attachments: [photo("photo", 900), photo("ink", 20)],
    }),
  ]);

  const first = nextUpload(await store.read());
  const second = nextUpload(await store.change((state) => afterUpload(state, uuid7("ink"), 20)));
  const resumed = nextUpload(await store.change((state) => afterUpload(state, uuid7("photo"), 256)));
  const none = nextUpload(await store.change((state) => afterUpload(state, uuid7("photo"), 2_000)));

  expect([first?.id, second?.id, resumed?.offset, none]).toEqual([uuid7("ink"), uuid7("photo"), 256, null]);
});

test("the rescue file has every envelope as it was signed", async () => {
  const store = await answered({ A: { outcome: REFUSED }, B: {} });
  const state = await store.read();
  const sealed = await store.sealed(state.records.map(({ id }) => id));

  const file: unknown = JSON.parse(rescueFile(state, sealed));

  expect(file).toEqual({
    head: state.meta.head,
    epoch: null,
    envelopes: sealed,
    records: state.records,
  });
  expect(sealed).toHaveLength(2);
});

function photo(label: string, size: number): NewAttachment {
  return { id: uuid7(label), mime: "image/jpeg", bytes: new ArrayBuffer(size) };
}
