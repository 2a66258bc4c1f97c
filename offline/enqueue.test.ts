import { describe, expect, test } from "vitest";
import { hex, parseCanonical, textDigest } from "./digest";
import { enqueue, type NewAttachment } from "./enqueue";
import { parseEnvelope } from "./envelope";
import { memoryStore } from "./memoryStore";
import { NO_CHANGE, type QueueStore } from "./queueStore";
import { isSigned } from "./signature";
import { standing } from "./summary";
import { command, DEVICE, labelOf, sealer, sha256, uuid7, verifier } from "./testPhone";

const ALONE = { draft: null, also: () => NO_CHANGE, allowed: () => true };

async function labels(store: QueueStore): Promise<readonly string[]> {
  return (await store.read()).records.map(({ id }) => labelOf(id));
}

describe("saving", () => {
  test("a saved command is signed, canonical, and the head of its chain", async () => {
    const store = memoryStore();

    expect(await enqueue(store, await sealer(), [command("A")])).toEqual({
      kind: "saved",
    });

    const { meta, records } = await store.read();
    const [signed] = await store.sealed([uuid7("A")]);
    const text = signed?.envelope ?? "";
    expect(parseCanonical(text)).toMatchObject({
      kind: "parsed",
      value: {
        id: uuid7("A"),
        device: DEVICE,
        sequence: 1,
        previousDigest: null,
        madeAt: "2026-03-01T08:00:00.000Z",
      },
    });
    expect(signed === undefined ? false : await isSigned(signed, await verifier())).toBe(true);
    expect(meta.head).toEqual({
      sequence: 1,
      digest: await textDigest(text, sha256),
    });
    expect(records.map(standing)).toEqual(["savedHere"]);
  });

  test("several in one go are one chain", async () => {
    const store = memoryStore();
    await enqueue(store, await sealer(), [command("A"), command("B")]);
    await enqueue(store, await sealer(), [command("C")]);

    const { records } = await store.read();
    const sealed = await store.sealed(records.map(({ id }) => id));
    const previous = sealed.map(({ envelope }) => {
      const parsed = parseEnvelope(envelope);
      return parsed.kind === "envelope" ? parsed.envelope.previousDigest : "refused";
    });
    expect(records.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
    expect(previous).toEqual([null, records[0]?.digest, records[1]?.digest]);
  });

  test("the draft goes in the same step, and the attachments come with their digests", async () => {
    const store = memoryStore(["draft of order o", "another draft"]);
    const strokes: NewAttachment = {
      id: uuid7("ink"),
      mime: "application/json",
      bytes: new TextEncoder().encode("[[1,2]]").buffer,
    };

    await enqueue(store, await sealer(), [command("A", { attachments: [strokes] })], {
      ...ALONE,
      draft: "draft of order o",
    });

    const { records } = await store.read();
    const expected = hex(await sha256(new Uint8Array(strokes.bytes)));
    expect(records[0]?.attachments).toEqual([
      {
        id: strokes.id,
        mime: "application/json",
        size: 7,
        offset: 0,
        sha256: expected,
      },
    ]);
    expect(store.disk().attachments.get(strokes.id)).toBe(strokes.bytes);
    expect([...store.disk().drafts]).toEqual(["another draft"]);
  });

  test("what the server would refuse for its form is refused here, and nothing is saved", async () => {
    const store = memoryStore(["draft"]);

    const badName = await enqueue(store, await sealer(), [command("A", { name: "receive" })], {
      ...ALONE,
      draft: "draft",
    });
    const fraction = await enqueue(store, await sealer(), [command("A", { input: { price: 1.5 } })]);
    const secondBad = await enqueue(store, await sealer(), [command("A"), command("B", { version: 0 })]);

    expect([badName, fraction, secondBad]).toEqual([
      { kind: "refused", refusal: "FieldRefused", field: "name" },
      { kind: "unrepresentable", problem: "fraction", path: "$.input.price" },
      { kind: "refused", refusal: "FieldRefused", field: "version" },
    ]);
    expect([(await store.read()).records, [...store.disk().drafts]]).toEqual([[], ["draft"]]);
  });

  test("a page that was quicker: sealed again upon its head, with the same id", async () => {
    const store = memoryStore();
    const quicker: QueueStore = {
      ...store,
      add: async (addition) => {
        if (addition.after === null) await enqueue(store, await sealer(), [command("Q")]);
        return store.add(addition);
      },
    };

    expect(await enqueue(quicker, await sealer(), [command("A")])).toEqual({
      kind: "saved",
    });
    expect(await labels(store)).toEqual(["Q", "A"]);
  });

  test("a page that is always quicker: it says so, and nothing was saved", async () => {
    const store = memoryStore();

    expect(
      await enqueue({ ...store, add: () => Promise.resolve("headMoved") }, await sealer(), [command("A")]),
    ).toEqual({ kind: "headMoved" });
    expect(await labels(store)).toEqual([]);
  });
});
