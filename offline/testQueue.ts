import { textDigest } from "./digest";
import { enqueue } from "./enqueue";
import { memoryStore, type MemoryStore } from "./memoryStore";
import type { Outcome } from "./outcome";
import { NO_CHANGE, type QueueRecord, type QueueStore } from "./queueStore";
import { type Sender } from "./sending";
import { command, entity, labelOf, sealer, sha256 } from "./testPhone";

export const REFUSED: Outcome = {
  kind: "refused",
  refusal: "LotShort",
  message: "可用 3 盒，要 5 盒",
  facts: {},
};

/** A queue whose records the server has answered as stated. */
export async function answered(said: Readonly<Record<string, Partial<QueueRecord>>>): Promise<MemoryStore> {
  const store = memoryStore();
  for (const [label, { entity: to = entity("order:o"), dependsOn = [] }] of Object.entries(said)) {
    await enqueue(store, await sealer(), [command(label, { entity: to, dependsOn })]);
  }
  await store.change(({ records }) => ({
    ...NO_CHANGE,
    put: records.map((one) => ({
      ...one,
      custody: "held",
      ...said[labelOf(one.id)],
    })),
  }));
  return store;
}

/** Answers every envelope with the same outcome; what was asked about before gets no outcome. */
export async function senderThatAnswers(store: QueueStore, outcome: unknown): Promise<Sender> {
  return {
    store,
    send: async (batch) => {
      const replay = [];
      for (const { envelope } of batch) {
        const isControl = envelope.includes("sync.");
        const digest = await textDigest(envelope, sha256);
        replay.push({
          digest,
          custody: "held",
          expected: null,
          problem: null,
          outcome: isControl ? outcome : null,
        });
      }
      const extensions = {
        epoch: "e1",
        serverTime: "2026-03-01T08:10:00.000Z",
      };
      return {
        status: 200,
        body: JSON.stringify({ data: { replay }, extensions }),
        retryAfter: null,
      };
    },
    now: () => Date.parse("2026-03-01T08:00:00.000Z"),
    dice: () => 0.5,
    online: () => true,
  };
}
