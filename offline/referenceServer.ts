/**
 * The server half in TypeScript, in memory, for tests of the client: it follows the same vectors as replay.py, custody
 * and effect, so what the client is tested against is the protocol and not a friendly imitation.
 */

import { textDigest, type JsonObject, type Sha256 } from "./digest";
import { parseEnvelope, type Envelope } from "./envelope";
import { isFinal, type Outcome } from "./outcome";
import type { Receipt } from "./reply";
import { isSigned, type SignedEnvelope, type Verify } from "./signature";

export type Held = {
  readonly envelope: Envelope;
  readonly digest: string;
  outcome: Outcome | null;
  resolution: "discarded" | { readonly supersededBy: string } | null;
};

export type ReferenceServer = {
  readonly take: (signed: SignedEnvelope) => Promise<Receipt & { readonly again: boolean }>;
  /** Applies what is due; resolves to the answers by digest. */
  readonly effect: () => Promise<ReadonlyMap<string, Outcome>>;
  /** What stands in the database; a restore replaces it by an earlier copy. */
  readonly kept: Held[];
};

type World = {
  readonly device: string;
  readonly sha256: Sha256;
  readonly verify: Verify;
  readonly apply: (envelope: Envelope) => Promise<Outcome>;
  readonly physicalFacts: readonly string[];
  readonly kept: Held[];
};

const CONTROLS = new Set(["sync.discardCommand", "sync.supersedeCommand", "sync.handOverCommand"]);

export function referenceServer(world: World): ReferenceServer {
  return {
    take: (signed) => take(signed, world),
    effect: () => takeEffect(world),
    kept: world.kept,
  };
}

async function take(signed: SignedEnvelope, world: World): Promise<Receipt & { readonly again: boolean }> {
  const parsed = parseEnvelope(signed.envelope);
  if (parsed.kind === "refused") return { custody: "notTaken", problem: parsed.refusal, again: false };
  if (!(await isSigned(signed, world.verify)))
    return { custody: "notTaken", problem: "BadSignature", again: false };
  const { envelope } = parsed;
  if (envelope.device !== world.device)
    return { custody: "notTaken", problem: "ForeignDevice", again: false };
  const digest = await textDigest(signed.envelope, world.sha256);
  // From here on nothing is awaited: looking and appending are one step.
  const end = world.kept.length;
  if (envelope.sequence > end + 1) return { custody: "gap", expected: end + 1, again: false };
  if (envelope.sequence <= end) {
    const isSame = world.kept[envelope.sequence - 1]?.digest === digest;
    return isSame
      ? { custody: "held", again: true }
      : { custody: "fork", sequence: envelope.sequence, again: false };
  }
  if (envelope.previousDigest !== (world.kept[end - 1]?.digest ?? null)) {
    return { custody: "fork", sequence: end, again: false };
  }
  world.kept.push({ envelope, digest, outcome: null, resolution: null });
  return { custody: "held", again: false };
}

async function takeEffect(world: World): Promise<ReadonlyMap<string, Outcome>> {
  const answers = new Map<string, Outcome>();
  for (const held of world.kept)
    if (held.outcome !== null) answers.set(held.digest, calledAgain(held.outcome));
  const tried = new Set<Held>();
  for (;;) {
    const { due, waiting, refused } = turns(world.kept, world.physicalFacts);
    for (const [held, outcome] of refused) {
      held.outcome = outcome;
      answers.set(held.digest, outcome);
    }
    if (refused.length > 0) continue;
    const next = due.find((held) => !tried.has(held));
    if (next === undefined) {
      for (const [held, on] of waiting) answers.set(held.digest, { kind: "waiting", on, attachments: [] });
      for (const held of world.kept) if (!answers.has(held.digest)) answers.set(held.digest, resolved(held));
      return answers;
    }
    tried.add(next);
    const outcome = await tryOne(next, world);
    answers.set(next.digest, outcome);
    if (isFinal(outcome)) next.outcome ??= outcome;
  }
}

async function tryOne(held: Held, world: World): Promise<Outcome> {
  const decision = decisionOf(held.envelope, world.kept);
  if (decision !== null && "kind" in decision) return decision;
  const outcome = await world.apply(held.envelope);
  if (decision !== null && isDone(outcome)) decision.target.resolution ??= decision.resolution;
  return outcome;
}

function turns(kept: readonly Held[], physicalFacts: readonly string[]) {
  const byId = new Map<string, Held>();
  for (const held of kept) if (!byId.has(held.envelope.id)) byId.set(held.envelope.id, held);
  const reused = kept.filter((held) => byId.get(held.envelope.id) !== held && isUndecided(held));
  const ordered = kept.filter((held) => byId.get(held.envelope.id) === held).sort(byPlace(kept, byId));
  const isPhysical = (held: Held) => physicalFacts.includes(held.envelope.name);

  const waits = new Map<Held, Set<string>>();
  const lastOfEntity = new Map<string, string>();
  for (const held of ordered) {
    const { entity, dependsOn } = held.envelope;
    if (isUndecided(held)) {
      const unmet = dependsOn.map((id) => standsFor(id, byId)).filter((id) => isUnmet(id, byId));
      waits.set(
        held,
        new Set([...unmet, ...(lastOfEntity.has(entity) ? [lastOfEntity.get(entity) ?? ""] : [])]),
      );
    }
    const blocker = blockerOf(held, byId);
    if (blocker !== null) lastOfEntity.set(entity, blocker);
  }

  const stuck = new Set(
    ordered.filter((held) => isInTheWay(held) && held.outcome && !held.resolution).map(idOf),
  );
  for (let size = -1; size !== stuck.size;) {
    size = stuck.size;
    for (const [held, needs] of waits)
      if (!isPhysical(held) && [...needs].some((id) => stuck.has(id))) stuck.add(idOf(held));
  }
  const lost = [...waits.keys()].flatMap((held) => {
    const dependency = held.envelope.dependsOn.find(
      (id) => byId.get(standsFor(id, byId))?.resolution === "discarded",
    );
    return dependency === undefined || isPhysical(held) ? [] : [{ held, dependency }];
  });
  const isLost = (held: Held) => lost.some((one) => one.held === held);
  const ready = [...waits].filter(
    ([held, needs]) => !isLost(held) && [...needs].every((id) => isPhysical(held) && stuck.has(id)),
  );
  const readyIds = new Set(ready.map(([held]) => idOf(held)));
  const early = new Map(
    ready.flatMap(([held]) => (readyIds.has(targetOf(held) ?? "") ? [[held, targetOf(held) ?? ""]] : [])),
  );
  const due = ready.map(([held]) => held).filter((held) => !early.has(held));
  const waiting = [...waits]
    .filter(([held]) => !due.includes(held) && !isLost(held))
    .map(([held, needs]): [Held, string[]] => [
      held,
      early.has(held) ? [early.get(held) ?? ""] : [...needs].sort(),
    ]);
  const refused = [
    ...reused.map((held): [Held, Outcome] => [held, refusal("KeyReused", {})]),
    ...lost.map(({ held, dependency }): [Held, Outcome] => [
      held,
      refusal("DependencyDiscarded", { dependency }),
    ]),
  ];
  return { due, waiting, refused };
}

function decisionOf(envelope: Envelope, kept: readonly Held[]) {
  if (!CONTROLS.has(envelope.name)) return null;
  const { command, by, reason, note } = envelope.input;
  if (typeof command !== "string" || [by, reason, note].every((said) => said === undefined || said === "")) {
    return refusal("MalformedControl", {});
  }
  const target = kept.find((held) => idOf(held) === command);
  if (target === undefined) return refusal("UnknownCommand", {});
  if (envelope.name === "sync.handOverCommand") return null;
  const resolution: Held["resolution"] = typeof by === "string" ? { supersededBy: by } : "discarded";
  const successor = kept.find((held) => idOf(held) === by);
  if (successor !== undefined && successor.envelope.sequence < envelope.sequence)
    return refusal("SuccessorTooEarly", {});
  if (isDone(target.outcome)) return refusal("AlreadyApplied", {});
  const isOther =
    target.resolution !== null && JSON.stringify(target.resolution) !== JSON.stringify(resolution);
  return isOther ? refusal("AlreadyResolved", {}) : { target, resolution };
}

function byPlace(kept: readonly Held[], byId: ReadonlyMap<string, Held>) {
  const places = new Map<string, number>();
  for (const held of kept) {
    const stands = standsFor(idOf(held), byId);
    if (stands !== idOf(held) && !places.has(stands)) places.set(stands, held.envelope.sequence);
  }
  const place = (held: Held) => places.get(idOf(held)) ?? held.envelope.sequence;
  return (one: Held, other: Held) =>
    place(one) - place(other) || one.envelope.sequence - other.envelope.sequence;
}

function standsFor(id: string, byId: ReadonlyMap<string, Held>): string {
  const resolution = byId.get(id)?.resolution;
  return typeof resolution === "object" && resolution !== null
    ? standsFor(resolution.supersededBy, byId)
    : id;
}

function blockerOf(held: Held, byId: ReadonlyMap<string, Held>): string | null {
  const stands = standsFor(idOf(held), byId);
  if (stands === idOf(held)) return isInTheWay(held) ? stands : null;
  if (byId.get(stands)?.envelope.entity === held.envelope.entity) return null;
  return isUnmet(stands, byId) ? stands : null;
}

function isUnmet(id: string, byId: ReadonlyMap<string, Held>): boolean {
  const held = byId.get(id);
  return held === undefined || isInTheWay(held);
}

function isInTheWay(held: Held): boolean {
  return !isDone(held.outcome) && held.resolution !== "discarded";
}

function isUndecided(held: Held): boolean {
  return held.outcome === null && held.resolution === null;
}

function isDone(outcome: Outcome | null): boolean {
  return outcome?.kind === "applied" || outcome?.kind === "replayed";
}

function calledAgain(outcome: Outcome): Outcome {
  return outcome.kind === "applied" ? { kind: "replayed", result: outcome.result } : outcome;
}

function resolved(held: Held): Outcome {
  return refusal(held.resolution === "discarded" ? "Discarded" : "Superseded", {});
}

function refusal(name: string, facts: JsonObject): Outcome {
  return { kind: "refused", refusal: name, message: "", facts };
}

function targetOf(held: Held): string | null {
  const { command } = held.envelope.input;
  return CONTROLS.has(held.envelope.name) && typeof command === "string" ? command : null;
}

function idOf(held: Held): string {
  return held.envelope.id;
}
