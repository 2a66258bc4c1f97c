import { describe, expect, test } from "vitest";
import { attention, discard, fixAndResend, handToOffice, keepTheirs, type Decider } from "./attention";
import { parseEnvelope } from "./envelope";
import type { Outcome } from "./outcome";
import { type QueueStore } from "./queueStore";
import { drain } from "./sending";
import { standing, summary } from "./summary";
import { command, entity, labelOf, sealer, uuid7 } from "./testPhone";
import { answered, REFUSED, senderThatAnswers } from "./testQueue";

const CONFLICT: Outcome = { kind: "conflict", currentVersion: 4, theirs: { note: "周四送" } };

async function labels(store: QueueStore): Promise<readonly string[]> {
  return (await store.read()).records.map(({ id }) => labelOf(id));
}

async function decider(store: QueueStore): Promise<Decider> {
  const names = ["S", "T", "U"];
  return {
    store,
    sealer: await sealer(),
    newId: () => uuid7(names.shift() ?? "V"),
  };
}

async function inputs(store: QueueStore): Promise<readonly unknown[]> {
  const { records } = await store.read();
  const sealed = await store.sealed(records.map(({ id }) => id));
  return sealed.map(({ envelope }) => {
    const parsed = parseEnvelope(envelope);
    return parsed.kind === "envelope" ? { name: parsed.envelope.name, input: parsed.envelope.input } : null;
  });
}

describe("needs attention", () => {
  test("each with its choices, who depends on it and who waits behind it", async () => {
    const store = await answered({
      A: { outcome: REFUSED },
      B: {},
      C: { entity: entity("trip:t"), dependsOn: [uuid7("A")] },
      D: { entity: entity("trip:u"), dependsOn: [uuid7("C")] },
      E: { entity: entity("order:p"), outcome: CONFLICT },
      F: {
        entity: entity("order:q"),
        outcome: { kind: "quarantined", reason: "userDisabled" },
      },
      G: { entity: entity("order:r"), unforeseen: 5 },
      H: {
        entity: entity("order:s"),
        outcome: { kind: "applied", result: null },
      },
    });

    const items = attention(await store.read()).map(({ record, choices, dependents, behind }) => ({
      label: labelOf(record.id),
      choices,
      dependents: dependents.map(({ id }) => labelOf(id)),
      behind: behind.map(({ id }) => labelOf(id)),
    }));

    expect(items).toEqual([
      {
        label: "A",
        choices: ["fixAndResend", "handToOffice", "discard"],
        dependents: ["C", "D"],
        behind: ["B"],
      },
      {
        label: "E",
        choices: ["fixAndResend", "keepTheirs", "handToOffice", "discard"],
        dependents: [],
        behind: [],
      },
      { label: "F", choices: ["handToOffice"], dependents: [], behind: [] },
      {
        label: "G",
        choices: ["handToOffice", "discard"],
        dependents: [],
        behind: [],
      },
    ]);
  });

  test("discarding is an envelope with the reason, and the old envelope stays as it is", async () => {
    const store = await answered({ A: { outcome: REFUSED } });
    const [before] = await store.sealed([uuid7("A")]);

    expect(await discard(await decider(store), uuid7("A"), "客户改约")).toEqual({ kind: "saved" });

    expect((await inputs(store))[1]).toEqual({
      name: "sync.discardCommand",
      input: { command: uuid7("A"), choice: "discard", reason: "客户改约" },
    });
    expect(await store.sealed([uuid7("A")])).toEqual([before]);
    const state = await store.read();
    expect(attention(state)).toEqual([]);
    expect(summary(state)).toEqual({
      savedHere: 1,
      sent: 0,
      needsAttention: 0,
    });
  });

  test.each(["", "  ", "长".repeat(501)])("no reason, no discarding (%j)", async (reason) => {
    const store = await answered({ A: { outcome: REFUSED } });

    expect(await discard(await decider(store), uuid7("A"), reason)).toEqual({
      kind: "reasonMissing",
    });
    expect(await labels(store)).toEqual(["A"]);
  });

  test("keeping theirs says so to the server", async () => {
    const store = await answered({ A: { outcome: CONFLICT } });

    await keepTheirs(await decider(store), uuid7("A"), "周四更合适");

    expect((await inputs(store))[1]).toEqual({
      name: "sync.discardCommand",
      input: {
        command: uuid7("A"),
        choice: "keepTheirs",
        reason: "周四更合适",
      },
    });
  });

  test("handed to the office it is with the office", async () => {
    const store = await answered({ A: { outcome: REFUSED } });

    await handToOffice(await decider(store), uuid7("A"), "请核对批号");

    const { records } = await store.read();
    expect(records.map(standing)).toEqual(["withOffice", "savedHere"]);
    expect((await inputs(store))[1]).toEqual({
      name: "sync.handOverCommand",
      input: { command: uuid7("A"), note: "请核对批号" },
    });
  });

  test("a fixed command is a new envelope that takes the place of the old one, draft and all", async () => {
    const store = await answered({ A: { outcome: REFUSED } });

    await fixAndResend(
      await decider(store),
      uuid7("A"),
      command("A2", { input: { quantity: "3" } }),
      "draft",
    );

    expect(await inputs(store)).toEqual([
      { name: "sales.changeOrder", input: { label: "A" } },
      {
        name: "sync.supersedeCommand",
        input: { command: uuid7("A"), by: uuid7("A2") },
      },
      { name: "sales.changeOrder", input: { quantity: "3" } },
    ]);
    expect((await store.read()).records[0]?.resolution).toEqual({
      kind: "superseded",
      by: uuid7("S"),
      successor: uuid7("A2"),
    });
  });

  test("two windows decide about the same: the second is told, and only one decision is made", async () => {
    const store = await answered({ A: { outcome: REFUSED } });
    const by = await decider(store);

    await discard(by, uuid7("A"), "客户改约");

    expect(await fixAndResend(by, uuid7("A"), command("A2"), null)).toEqual({
      kind: "notAllowed",
    });
    expect(await labels(store)).toEqual(["A", "S"]);
  });

  test("a decision that the server refuses opens the matter again, and an accepted one settles it", async () => {
    for (const [outcome, after] of [
      [REFUSED, ["sent", "needsAttention"]],
      [{ kind: "applied", result: null }, ["done", "done"]],
    ]) {
      const store = await answered({ A: { outcome: REFUSED } });
      await discard(await decider(store), uuid7("A"), "客户改约");

      await drain(await senderThatAnswers(store, outcome), true);

      expect((await store.read()).records.map(standing)).toEqual(after);
    }
  });
});
