import { describe, expect, test } from "vitest";
import { nextBatch, type Moment } from "./batch";
import { KEPT_MS, REPLAY_BYTES_MAX } from "./limits";
import type { Outcome } from "./outcome";
import { afterReply, pruned } from "./queue";
import {
  EMPTY_META,
  type QueueChange,
  type QueueMeta,
  type QueueRecord,
  type QueueState,
  type Resolution,
} from "./queueStore";
import type { Answer, Reply } from "./reply";
import { entity, uuid7 } from "./testPhone";

const NOW = 1_000_000;
const ASLEEP: Moment = { now: NOW, woken: false, tried: new Set() };
const WOKEN: Moment = { ...ASLEEP, woken: true };
const AT = { now: NOW, dice: 0.5, online: true };

function record(label: string, sequence: number, changed: Partial<QueueRecord> = {}): QueueRecord {
  return {
    id: uuid7(label),
    digest: `digest of ${label}`,
    sequence,
    name: "sales.changeOrder",
    entity: entity("order:o"),
    dependsOn: [],
    madeAt: "2026-03-01T08:00:00.000Z",
    wireBytes: 1_000,
    decidesAbout: null,
    custody: "unsent",
    outcome: null,
    resolution: null,
    attachments: [],
    attempts: 0,
    unforeseen: 0,
    nextAt: 0,
    settledAt: null,
    ...changed,
  };
}

function queue(records: readonly QueueRecord[], meta: Partial<QueueMeta> = {}): QueueState {
  return { meta: { ...EMPTY_META, epoch: "e1", ...meta }, records };
}

function reply(answers: readonly Answer[], epoch = "e1"): Reply {
  return { kind: "reply", epoch, serverTime: NOW, answers };
}

function held(label: string, outcome: Answer["outcome"]): Answer {
  return {
    digest: `digest of ${label}`,
    receipt: { custody: "held" },
    outcome,
  };
}

/** The state after the change, as a store would have it. */
function changed(state: QueueState, change: QueueChange): QueueState {
  const records = state.records
    .filter(({ id }) => !change.forget.includes(id))
    .map((one) => change.put.find(({ id }) => id === one.id) ?? one);
  return { meta: change.meta ?? state.meta, records };
}

function labels(state: QueueState, moment: Moment): string | readonly number[] {
  const next = nextBatch(state, moment);
  return next.kind === "send" ? next.records.map(({ sequence }) => sequence) : next.kind;
}

const APPLIED: Outcome = { kind: "applied", result: null };
const REFUSED: Outcome = {
  kind: "refused",
  refusal: "LotShort",
  message: "",
  facts: {},
};
const TRANSIENT: Outcome = {
  kind: "transient",
  retryAfterMs: null,
  incident: null,
};
const WAITING: Outcome = { kind: "waiting", on: [uuid7("Z")], attachments: [] };

describe("what to send next", () => {
  test("an empty queue rests until something wakes it", () => {
    expect(nextBatch(queue([]), ASLEEP)).toEqual({ kind: "rest", until: null });
  });

  test("the unsent go in sequence, with what is asked about again between them", () => {
    const open = record("A", 1, { custody: "held", outcome: WAITING });
    const done = record("B", 2, {
      custody: "held",
      outcome: APPLIED,
      settledAt: NOW,
    });

    expect(labels(queue([open, done, record("C", 3), record("D", 4)]), ASLEEP)).toEqual([1, 3, 4]);
  });

  test("fifty at most", () => {
    const many = Array.from({ length: 60 }, (_, at) => record(`R${at}`, at + 1));

    expect(labels(queue(many), ASLEEP)).toHaveLength(50);
  });

  test("200 kB at most, to the byte", () => {
    const half = REPLAY_BYTES_MAX / 2;
    const fits = [record("A", 1, { wireBytes: half }), record("B", 2, { wireBytes: half })];
    const over = [record("A", 1, { wireBytes: half }), record("B", 2, { wireBytes: half + 1 })];

    expect([labels(queue(fits), ASLEEP), labels(queue(over), ASLEEP)]).toEqual([[1, 2], [1]]);
  });

  test("the first unsent in back-off holds the unsent, not those that are asked about", () => {
    const state = queue([
      record("A", 1, { custody: "held", outcome: TRANSIENT }),
      record("B", 2, { nextAt: NOW + 7_000, attempts: 1 }),
      record("C", 3),
    ]);

    expect(labels(state, ASLEEP)).toEqual([1]);
  });

  test("it says when to come again", () => {
    const state = queue([record("A", 1, { nextAt: NOW + 7_000, attempts: 1 }), record("B", 2)]);

    expect(nextBatch(state, ASLEEP)).toEqual({
      kind: "rest",
      until: NOW + 7_000,
    });
  });

  test("a wake-up ignores the back-off, once for each", () => {
    const state = queue([record("A", 1, { nextAt: NOW + 300_000, attempts: 1 }), record("B", 2)]);

    expect(labels(state, WOKEN)).toEqual([1, 2]);
    expect(labels(state, { ...WOKEN, tried: new Set([uuid7("A")]) })).toBe("rest");
  });

  test("what failed twice is sent alone", () => {
    const state = queue([record("A", 1, { attempts: 2 }), record("B", 2)]);

    expect(labels(state, ASLEEP)).toEqual([1]);
  });

  test("refused, discarded and done are not asked about", () => {
    const resolution: Resolution = {
      kind: "discarded",
      by: uuid7("D"),
      reason: "改约",
    };
    const state = queue([
      record("A", 1, { custody: "held", outcome: REFUSED }),
      record("B", 2, { custody: "held", outcome: TRANSIENT, resolution }),
      record("C", 3, { custody: "held", outcome: APPLIED, settledAt: NOW }),
    ]);

    expect(nextBatch(state, WOKEN)).toEqual({ kind: "rest", until: null });
  });

  test("paused until somebody signs in", () => {
    const state = queue([record("A", 1)], { paused: true });

    expect([labels(state, ASLEEP), labels(state, WOKEN)]).toEqual(["paused", [1]]);
  });

  test("a fault of the chain halts the unsent; a wake-up tries the first of them", () => {
    const state = queue([record("A", 1), record("B", 2)], {
      fault: { kind: "fork", sequence: 1 },
    });

    expect([labels(state, ASLEEP), labels(state, WOKEN)]).toEqual(["halted", [1]]);
  });
});

describe("what an answer means", () => {
  test("applied is done and leaves the list of what to send", () => {
    const state = queue([record("A", 1)]);

    const after = changed(state, afterReply(state, state.records, reply([held("A", APPLIED)]), AT));

    expect(after.records).toEqual([record("A", 1, { custody: "held", outcome: APPLIED, settledAt: NOW })]);
    expect(nextBatch(after, WOKEN)).toEqual({ kind: "rest", until: null });
  });

  test("custody without an outcome is asked about again, after a while", () => {
    const state = queue([record("A", 1)]);

    const after = changed(state, afterReply(state, state.records, reply([held("A", null)]), AT));

    expect(after.records).toEqual([record("A", 1, { custody: "held", attempts: 1, nextAt: NOW + 1_000 })]);
  });

  test.each([TRANSIENT, WAITING])("$kind is custody, an attempt and a wait", (outcome) => {
    const state = queue([record("A", 1)]);

    const after = changed(state, afterReply(state, state.records, reply([held("A", outcome)]), AT));

    expect(after.records).toEqual([
      record("A", 1, {
        custody: "held",
        outcome,
        attempts: 1,
        nextAt: NOW + 1_000,
      }),
    ]);
  });

  test("the server's Retry-After is kept to", () => {
    const state = queue([record("A", 1)]);
    const outcome: Outcome = {
      kind: "transient",
      retryAfterMs: 30_000,
      incident: null,
    };

    const after = changed(state, afterReply(state, state.records, reply([held("A", outcome)]), AT));

    expect(after.records[0]?.nextAt).toBe(NOW + 30_000);
  });

  test("unauthenticated pauses and is no attempt, said by the door or for one envelope", () => {
    const state = queue([record("A", 1)]);

    const byDoor = changed(state, afterReply(state, state.records, { kind: "unauthenticated" }, AT));
    const byOne = changed(
      state,
      afterReply(state, state.records, reply([held("A", { kind: "unauthenticated" })]), AT),
    );

    expect([byDoor.meta.paused, byDoor.records]).toEqual([true, state.records]);
    expect([byOne.meta.paused, byOne.records]).toEqual([true, [record("A", 1, { custody: "held" })]]);
  });

  test("the first answer after a sign-in ends the pause", () => {
    const state = queue([record("A", 1)], { paused: true });

    expect(afterReply(state, state.records, reply([held("A", APPLIED)]), AT).meta?.paused).toBe(false);
  });

  test("no answer is an attempt, and acknowledges nothing", () => {
    const state = queue([record("A", 1)]);
    const none: Reply = {
      kind: "noAnswer",
      retryAfterMs: null,
      unforeseen: false,
    };

    const after = changed(state, afterReply(state, state.records, none, AT));

    expect(after.records).toEqual([record("A", 1, { attempts: 1, nextAt: NOW + 1_000 })]);
  });

  test("without a network nothing was attempted", () => {
    const state = queue([record("A", 1)]);
    const none: Reply = {
      kind: "noAnswer",
      retryAfterMs: null,
      unforeseen: false,
    };

    expect(changed(state, afterReply(state, state.records, none, { ...AT, online: false }))).toEqual(state);
  });

  test("an envelope that the reply leaves out was not answered", () => {
    const state = queue([record("A", 1), record("B", 2)]);

    const after = changed(state, afterReply(state, state.records, reply([held("A", APPLIED)]), AT));

    expect(after.records[1]).toEqual(record("B", 2, { attempts: 1, nextAt: NOW + 1_000 }));
  });

  test("an answer about something that was not sent moves nothing", () => {
    const state = queue([record("A", 1), record("B", 2)]);

    const after = changed(
      state,
      afterReply(state, state.records.slice(0, 1), reply([held("A", APPLIED), held("B", APPLIED)]), AT),
    );

    expect(after.records[1]).toEqual(record("B", 2));
  });

  test("a word from the future is custody and nothing more", () => {
    const state = queue([record("A", 1, { unforeseen: 3 })]);

    const after = changed(state, afterReply(state, state.records, reply([held("A", "unforeseen")]), AT));

    expect(after.records).toEqual([
      record("A", 1, {
        custody: "held",
        unforeseen: 4,
        attempts: 1,
        nextAt: NOW + 1_000,
      }),
    ]);
  });

  test("an overtaken answer does not undo a final one", () => {
    const done = record("A", 1, {
      custody: "held",
      outcome: APPLIED,
      settledAt: 5,
    });
    const state = queue([done]);

    const after = changed(state, afterReply(state, [record("A", 1)], reply([held("A", WAITING)]), AT));

    expect(after.records).toEqual([done]);
  });

  test("a record that was forgotten meanwhile is not brought back", () => {
    const change = afterReply(queue([]), [record("A", 1)], reply([held("A", APPLIED)]), AT);

    expect([change.put, change.forget]).toEqual([[], []]);
  });
});

describe("custody that did not come about", () => {
  test("a gap takes back what was believed to be kept, from there on", () => {
    const state = queue([
      record("A", 1, { custody: "held", outcome: APPLIED, settledAt: 5 }),
      record("B", 2, { custody: "held", outcome: APPLIED, settledAt: 5 }),
      record("C", 3),
    ]);
    const gap: Answer = {
      digest: "digest of C",
      receipt: { custody: "gap", expected: 2 },
      outcome: null,
    };

    const after = changed(state, afterReply(state, state.records.slice(2), reply([gap]), AT));

    expect(after.records.map(({ custody }) => custody)).toEqual(["held", "unsent", "unsent"]);
    expect(after.meta.fault).toBeNull();
    expect(labels(after, ASLEEP)).toEqual([2, 3]);
  });

  test("a gap before the oldest that is kept is a fault, and nothing is lost", () => {
    const state = queue([record("C", 3)]);
    const gap: Answer = {
      digest: "digest of C",
      receipt: { custody: "gap", expected: 2 },
      outcome: null,
    };

    const after = changed(state, afterReply(state, state.records, reply([gap]), AT));

    expect(after.meta.fault).toEqual({ kind: "gapBeforeOldest", expected: 2 });
    expect(after.records.map(({ custody }) => custody)).toEqual(["unsent"]);
  });

  test.each<[Answer["receipt"], QueueMeta["fault"]]>([
    [
      { custody: "fork", sequence: 1 },
      { kind: "fork", sequence: 1 },
    ],
    [
      { custody: "notTaken", problem: "BadSignature" },
      { kind: "notTaken", sequence: 1, problem: "BadSignature" },
    ],
  ])("%j is a fault until the server takes it", (receipt, fault) => {
    const state = queue([record("A", 1)]);

    const after = changed(
      state,
      afterReply(state, state.records, reply([{ digest: "digest of A", receipt, outcome: null }]), AT),
    );
    const mended = changed(after, afterReply(after, after.records, reply([held("A", APPLIED)]), AT));

    expect([after.meta.fault, after.records[0]?.custody]).toEqual([fault, "unsent"]);
    expect([mended.meta.fault, mended.records[0]?.custody]).toEqual([null, "held"]);
  });
});

describe("the day a server is restored", () => {
  const day = [
    record("A", 1, { custody: "held", outcome: APPLIED, settledAt: NOW - 5 }),
    record("B", 2, { custody: "held", outcome: REFUSED }),
    record("C", 3, { attempts: 4, nextAt: NOW + 60_000 }),
  ];

  test("everything that is still here is offered again, at once and in sequence", () => {
    const state = queue(day);

    const after = changed(state, afterReply(state, day.slice(2), reply([], "e2"), AT));

    expect(after.meta.epoch).toBe("e2");
    expect(after.records.map(({ custody }) => custody)).toEqual(["unsent", "unsent", "unsent"]);
    expect(labels(after, ASLEEP)).toEqual([1, 2, 3]);
  });

  test("what was done and is lost there becomes open again", () => {
    const state = queue(day);
    const offered = changed(state, afterReply(state, day.slice(2), reply([], "e2"), AT));

    const after = changed(
      offered,
      afterReply(offered, offered.records, reply([held("A", WAITING), held("B", APPLIED)], "e2"), AT),
    );

    expect(after.records.map(({ outcome }) => outcome?.kind)).toEqual(["waiting", "applied", undefined]);
  });

  test("attachments are uploaded again", () => {
    const photo = {
      id: uuid7("P"),
      sha256: "0",
      mime: "image/jpeg",
      size: 9,
      offset: 9,
    };
    const state = queue([record("A", 1, { custody: "held", attachments: [photo] })]);

    const after = changed(state, afterReply(state, state.records, reply([], "e2"), AT));

    expect(after.records[0]?.attachments).toEqual([{ ...photo, offset: 0 }]);
  });

  test("the first epoch that is heard is no restore", () => {
    const state = queue(day, { epoch: null });

    const after = changed(state, afterReply(state, day.slice(2), reply([held("C", APPLIED)], "e1"), AT));

    expect(after.records.map(({ custody }) => custody)).toEqual(["held", "held", "held"]);
  });
});

describe("forgetting", () => {
  const old: Partial<QueueRecord> = {
    custody: "held",
    outcome: APPLIED,
    settledAt: NOW - KEPT_MS,
  };

  test("what was done 14 days ago is forgotten", () => {
    expect(
      pruned(queue([record("A", 1, old), record("B", 2, { ...old, settledAt: NOW - KEPT_MS + 1 })]), NOW),
    ).toEqual({
      meta: null,
      put: [],
      forget: [uuid7("A")],
    });
  });

  test("nothing behind one that is still needed, so the chain has no gap", () => {
    const state = queue([
      record("A", 1, old),
      record("B", 2, { custody: "held", outcome: REFUSED }),
      record("C", 3, old),
    ]);

    expect(pruned(state, NOW).forget).toEqual([uuid7("A")]);
  });

  test("not what a restored server has yet to take again", () => {
    expect(pruned(queue([record("A", 1, { ...old, custody: "unsent" })]), NOW).forget).toEqual([]);
  });
});
