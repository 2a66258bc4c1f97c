/** What no address shows of the work on the floor, on the road and at quality's desk; see states.mjs. */
import { at, first, sheet } from "./beginnings.mjs";

const outbound = (where, ...states) => at(where, `outbounds(states: ${JSON.stringify(states)}, first: 1)`);
/** A task that is begun, or else one that waits. */
async function picking(person) {
  const begun = outbound("/pick", "picking");
  return await begun(person).catch(() => outbound("/pick", "open")(person));
}
const recheck = outbound("/recheck", "picked");
const handOver = outbound("/hand-over", "rechecked");
const stop = at("/deliveries", "deliveries(underWay: true, first: 1)");
const lot = (state) => at("/stock", `lots(state: ${JSON.stringify(state)}, first: 1)`);

/** The lot of the first line that is not whole yet. */
async function lotToPick(person) {
  const id = (await picking(person)).split("/").at(-1);
  const { outbound: task } = await person.ask(
    `{ outbound(id: "${id}") { lines { lotNumber toPick picked closedWhy } } }`,
  );
  const open = task.lines.find(
    ({ toPick, picked, closedWhy }) => closedWhy === null && Number(picked) < Number(toPick),
  );
  if (open === undefined) throw new Error("everything is picked");
  return open.lotNumber;
}
async function typedPick({ press, fill, dialog }, text) {
  await press("logistics.type");
  await dialog.waitFor();
  await fill("logistics.typedText", text);
  await press("logistics.recordTyped");
  await dialog.waitFor({ state: "hidden" });
}
async function typedCode({ press, fill, dialog, say, tab }, text) {
  await press("app.typeCode");
  await dialog.waitFor();
  await fill("app.code", text);
  await dialog
    .getByRole("button", { name: say("app.lookUpCode") })
    .or(dialog.getByRole("button", { name: say("app.lookUpText") }))
    .first()
    .click();
  await dialog.waitFor({ state: "hidden" });
  await tab.waitForLoadState("networkidle");
}
const ended = ({ tab, say }, outcome) =>
  tab
    .getByRole("radio", { name: say(outcome) })
    .first()
    .check({ force: true });
async function handedToReceiver(hands) {
  const { tab, say, press } = hands;
  await ended(hands, "logistics.delivered");
  const noData = tab.getByLabel(say("logistics.loggerNoData"));
  await noData.first().waitFor();
  for (const box of await noData.all()) await box.check();
  await press("logistics.handToReceiver");
}
async function drawn(hands) {
  await handedToReceiver(hands);
  const pad = hands.tab.locator("canvas").first();
  await pad.scrollIntoViewIfNeeded();
  const { x, y, width, height } = await pad.boundingBox();
  const [begin, ...others] = [
    [0.2, 0.6],
    [0.35, 0.3],
    [0.45, 0.7],
    [0.6, 0.35],
    [0.8, 0.5],
  ].map(([across, down]) => [x + across * width, y + down * height]);
  const { mouse } = hands.tab;
  await mouse.move(...begin);
  await mouse.down();
  for (const point of others) await mouse.move(...point, { steps: 6 });
  await mouse.up();
}
const state = (name, role, where, enter) => ({
  name,
  role,
  at: typeof where === "string" ? () => where : where,
  enter,
});
const outcome = (name, key) => state(`stop-${name}`, "driver", stop, (hands) => ended(hands, key));

export const FLOOR_STATES = [
  sheet("pick-typing", "warehouse", picking, "logistics.type"),
  sheet("pick-other-lot", "warehouse", picking, "logistics.changeLot"),
  sheet("pick-short", "warehouse", picking, "logistics.short"),
  state("pick-refused", "warehouse", picking, (hands) => typedPick(hands, "NOT-OF-THIS-TASK")),
  state("pick-picked", "warehouse", picking, async (hands) =>
    typedPick(hands, await lotToPick(hands.person)),
  ),
  state("pick-un-picked", "warehouse", picking, async (hands) => {
    await typedPick(hands, await lotToPick(hands.person));
    await hands.press("ui.undo");
  }),
  sheet("recheck-signature", "recheck", recheck, "logistics.recheckSign"),
  sheet("recheck-give-back", "recheck", recheck, "logistics.returnToPicker"),
  state("hand-over-box-count", "keeper", handOver, ({ press }) => press("logistics.scanBoxes")),
  outcome("partly", "logistics.partlyDelivered"),
  outcome("refused", "logistics.goodsRefused"),
  outcome("not-delivered", "logistics.notDelivered"),
  state("stop-receiver", "driver", stop, handedToReceiver),
  state("stop-drawn", "driver", stop, drawn),
  sheet("lot-hold", "quality", lot("accepted"), "inventory.hold"),
  sheet("receive-add", "receiver", "/receipts/new", "inventory.addLine"),
  state("labels-preview", "keeper", "/labels", ({ fill }) => fill("inventory.labelCode", "B-7")),
  state("registers-filters", "quality", "/registers", ({ tab, say }) =>
    tab.getByText(say("registers.filters")).first().click(),
  ),
  sheet("scan-typing", "keeper", "/scan", "app.typeCode"),
  sheet("scan-settings", "keeper", "/scan", "app.scanSettings"),
  state("scan-found", "keeper", "/scan", async (hands) =>
    typedCode(hands, (await first(hands.person, "lots(first: 1)", "id lotNumber")).lotNumber),
  ),
  // A day that February lacks: the reading says what is wrong with the label.
  state("scan-findings", "keeper", "/scan", (hands) =>
    typedCode(hands, "(01)06901234567892(17)270231(10)AB-12"),
  ),
  sheet("paper-rejection", "quality", at("/papers", "papersToReview(first: 1)"), "compliance.reject"),
  sheet("home-roles", "sales", "/", "app.switchRole"),
];
