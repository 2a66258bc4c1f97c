import { describe, expect, test } from "vitest";
import { textDigest, type JsonObject } from "./digest";
import type { Envelope } from "./envelope";
import type { Outcome } from "./outcome";
import { referenceServer, type Held } from "./referenceServer";
import { signedEnvelope, type SignedEnvelope } from "./signature";
import {
  DEVICE,
  entity,
  fields,
  labelOf,
  sealedChain,
  sha256,
  signer,
  textOf,
  uuid7,
  verifier,
} from "./testPhone";
import custodyVectors from "./vectors/custody.json";
import effectVectors from "./vectors/effect.json";

type SealedStated = {
  readonly label: string;
  readonly history: readonly string[];
  readonly id?: string | undefined;
  readonly device?: string | undefined;
  readonly note?: string | undefined;
  readonly signedBy?: string | undefined;
  readonly alteredAfterSigning?: boolean | undefined;
};

async function sealedAsStated(stated: SealedStated): Promise<SignedEnvelope> {
  const { label, history, id, device, note } = stated;
  let previous: string | null = null;
  for (const [at, earlier] of history.entries()) {
    previous = await textDigest(textOf(fields(earlier, at + 1, previous)), sha256);
  }
  const changed = {
    ...(id === undefined ? {} : { id: uuid7(id) }),
    ...(device === undefined ? {} : { device: uuid7(device) }),
    ...(note === undefined ? {} : { input: { note } }),
  };
  const text = textOf(fields(label, history.length + 1, previous, changed));
  const signed = await signedEnvelope(text, await signer(stated.signedBy === "other" ? "other" : "ours"));
  return stated.alteredAfterSigning === true
    ? { ...signed, envelope: text.replace('"madeAt":"2026', '"madeAt":"2025') }
    : signed;
}

async function aServer(
  apply: (envelope: Envelope) => Promise<Outcome>,
  physicalFacts: readonly string[] = [],
) {
  const kept: Held[] = [];
  return referenceServer({
    device: DEVICE,
    sha256,
    verify: await verifier(),
    apply,
    physicalFacts,
    kept,
  });
}

describe("custody is strict about order and generous about repetition", () => {
  test.each(custodyVectors)("$name", async ({ input, expect: expected }) => {
    const server = await aServer(() => Promise.resolve({ kind: "applied", result: null }));
    const receipts: string[][] = [];
    for (const batch of input.batches) {
      const said: string[] = [];
      for (const stated of batch) {
        const receipt = await server.take(await sealedAsStated(stated));
        if (receipt.custody === "held") said.push(receipt.again ? "again" : "held");
        if (receipt.custody === "gap") said.push(`gap ${receipt.expected}`);
        if (receipt.custody === "fork") said.push(`fork ${receipt.sequence}`);
        if (receipt.custody === "notTaken") said.push(`notTaken ${receipt.problem}`);
      }
      receipts.push(said);
    }
    expect(receipts).toEqual(expected.receipts);
    expect(server.kept).toHaveLength(receipts.flat().filter((said) => said === "held").length);
  });
});

type Link = {
  readonly label: string;
  readonly entity?: string | undefined;
  readonly name?: string | undefined;
  readonly dependsOn?: readonly string[] | undefined;
  readonly id?: string | undefined;
  readonly discards?: string | undefined;
  readonly supersedes?: string | undefined;
  readonly handsOver?: string | undefined;
  readonly by?: string | undefined;
  readonly reason?: string | undefined;
};

function changedBy(link: Link): JsonObject {
  const { reason = "客户改约" } = link;
  if (link.discards !== undefined) {
    return control("sync.discardCommand", link.discards, {
      choice: "discard",
      reason,
    });
  }
  if (link.supersedes !== undefined) {
    return control("sync.supersedeCommand", link.supersedes, {
      by: uuid7(link.by ?? ""),
    });
  }
  if (link.handsOver !== undefined) return control("sync.handOverCommand", link.handsOver, { note: reason });
  return {
    name: link.name ?? "",
    entity: entity(link.entity ?? ""),
    dependsOn: (link.dependsOn ?? []).map(uuid7),
    id: uuid7(link.id ?? link.label),
    input: { label: link.label },
  };
}

function control(name: string, target: string, said: JsonObject): JsonObject {
  return {
    name,
    entity: `command:${uuid7(target)}`,
    input: { command: uuid7(target), ...said },
  };
}

function outcomeOf(said: string): Outcome {
  switch (said) {
    case "refused":
      return { kind: "refused", refusal: "LotShort", message: "", facts: {} };
    case "conflict":
      return { kind: "conflict", currentVersion: 2, theirs: null };
    case "quarantined":
      return { kind: "quarantined", reason: "userDisabled" };
    case "transient":
      return { kind: "transient", retryAfterMs: null, incident: null };
    case "unauthenticated":
      return { kind: "unauthenticated" };
    default:
      return { kind: "applied", result: null };
  }
}

function wordsFor(outcome: Outcome | undefined): string {
  if (outcome?.kind === "waiting") return ["waiting", ...outcome.on.map(labelOf)].join(" ");
  if (outcome?.kind === "refused" && outcome.refusal !== "LotShort") return `refused ${outcome.refusal}`;
  return outcome?.kind ?? "nothing";
}

describe("effect keeps the order of an entity and of dependencies", () => {
  test.each(effectVectors)("$name", async ({ input, expect: expected }) => {
    const chain: readonly Link[] = input.chain;
    const scripted = new Map(Object.entries(input.outcomes).map(([label, said]) => [label, [...said]]));
    const sealed = await sealedChain(chain.map((link) => [link.label, changedBy(link)]));
    const labels = new Map<string, string>();
    for (const [at, { envelope }] of sealed.entries()) {
      labels.set(await textDigest(envelope, sha256), chain[at]?.label ?? "");
    }
    const tried: string[] = [];
    const server = await aServer((envelope) => {
      const label = labels.get(server.kept[envelope.sequence - 1]?.digest ?? "") ?? "";
      tried.push(label);
      return Promise.resolve(outcomeOf(scripted.get(label)?.shift() ?? "applied"));
    }, input.physicalFacts);

    for (const [run, { tried: triedNow, standing }] of expected.runs.entries()) {
      for (const signed of sealed.slice(server.kept.length, input.keptAtRun[run])) await server.take(signed);
      tried.length = 0;
      const answers = await server.effect();
      const stands = new Map(
        [...answers].map(([digest, outcome]) => [labels.get(digest), wordsFor(outcome)]),
      );

      expect(tried).toEqual(triedNow);
      for (const [label, words] of Object.entries(standing))
        expect([label, stands.get(label)]).toEqual([label, words]);
    }
  });
});
