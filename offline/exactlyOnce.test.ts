import { describe, expect, test } from "vitest";
import { NO_MISTAKE, tell, type Database, type Mistakes, type Story } from "./testWorld";

const TIMEOUT_MS = 60_000;
const SEEDS = Array.from({ length: 60 }, (_, at) => at + 1);

/** What is wrong with how a story ended, in words; nothing is, when every command had its effect exactly once. */
async function faults({ store, server, savedIds, undisturbed }: Story): Promise<readonly string[]> {
  const { meta, records } = await store.read();
  const kept = new Map(server.kept.map((held) => [held.envelope.id, held]));
  const wrong = [
    ...savedIds.filter((id) => !kept.has(id)).map((id) => `${id} was saved and never arrived`),
    ...(meta.fault === null ? [] : [`the chain has a fault: ${JSON.stringify(meta.fault)}`]),
    ...(effects(server) === effects(undisturbed)
      ? []
      : [`${effects(server)} is not ${effects(undisturbed)}`]),
  ];
  if (records.map(({ digest }) => digest).join() !== server.kept.map(({ digest }) => digest).join()) {
    wrong.push("the server does not hold the chain of this phone");
  }
  for (const { id, custody, outcome, resolution } of records) {
    const there = kept.get(id);
    if (custody !== "held") wrong.push(`${id} is still to be sent`);
    if (resolution === null && there?.resolution)
      wrong.push(`${id} was decided, and the phone does not know`);
    const said = outcome?.kind === "replayed" ? "applied" : (outcome?.kind ?? "nothing");
    const stands = there?.outcome?.kind ?? "waiting";
    if (resolution === null && said !== stands) wrong.push(`${id} is ${stands}, and the phone says ${said}`);
  }
  return wrong;
}

/** By entity, in the order in which they took effect. */
function effects(database: Database): string {
  return database.effects
    .map(({ entity, id }, at) => ({ entity, id, at }))
    .sort((one, other) => one.entity.localeCompare(other.entity) || one.at - other.at)
    .map(({ entity, id }) => `${entity.slice(-4)} ${id}`)
    .join("\n");
}

describe("whatever is lost, killed, repeated or restored, every command takes effect exactly once", () => {
  test.each(SEEDS)("seed %i", async (seed) => {
    expect(await faults(await tell(seed))).toEqual([]);
  });
});

test(
  "the stories are worth telling: commands, effects, decisions and restores happen in them",
  async () => {
    const stories = await Promise.all(SEEDS.slice(0, 20).map((seed) => tell(seed)));
    const states = await Promise.all(stories.map(({ store }) => store.read()));

    expect(Math.min(...states.map(({ records }) => records.length))).toBeGreaterThan(5);
    expect(stories.flatMap(({ server }) => server.effects).length).toBeGreaterThan(100);
    expect(
      states.flatMap(({ records }) => records).filter(({ resolution }) => resolution !== null).length,
    ).toBeGreaterThan(10);
    expect(states.filter(({ meta }) => meta.epoch !== "e1").length).toBeGreaterThan(3);
  },
  TIMEOUT_MS,
);

describe("a planted mistake is found", () => {
  test.each<keyof Mistakes>(["tillForgetsIds", "addIgnoresHead", "changeIsStale", "portalIsBelieved"])(
    "%s",
    async (mistake) => {
      for (const seed of SEEDS) {
        if ((await faults(await tell(seed, { ...NO_MISTAKE, [mistake]: true }))).length > 0) return;
      }
      expect.fail(`no seed up to ${SEEDS.length} found it`);
    },
    TIMEOUT_MS,
  );
});
