/** What a demo does not have by itself, and what no door tells. */
import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { HOUSE, PYTHON } from "./demo.mjs";

const HANDED_OVER = `mutation ($id: UUID!, $input: HandOverInput!) { handOver(commandId: $id, input: $input) {
  __typename ... on HandedOver { deliveryId } ... on Refusal { message } } }`;
const HEADING =
  "货号,产品名称,规格,监管类别,储存类别,贮藏条件,生产企业,单位,件装量,含税单价,税率,随便写的列".split(",");
const CELSIUS = { refrigerated: "4.2", cool: "12.5", frozen: "-19.8", deep_frozen: "-75.4" };
const row = (number, regime, price) =>
  `${number},组织裂解液 ${number},50 mL,${regime},冷冻,−20 ℃ 避光,杭州湘湖诊断试剂有限公司,瓶,10,${price},13%,`.split(
    ",",
  );
const TOKEN = `
import asyncio, sys, asyncpg
async def told(database, delivery):
    connection = await asyncpg.connect(database)
    print(await connection.fetchval("select public_token from outbounds where id = "
        "(select outbound_id from deliveries where id = $1::uuid)", delivery))
    await connection.close()
asyncio.run(told(*sys.argv[1:]))`;
const SHEET = `
import json, sys
from tests.factories.files import a_sheet
sys.stdout.buffer.write(a_sheet(json.loads(sys.argv[1])))`;

const python = (script, ...told) =>
  execFileSync(PYTHON, ["-c", script, ...told], { cwd: HOUSE, env: { ...process.env, PYTHONPATH: HOUSE } });

/** A spreadsheet of products: two are fine, one is of no regime and one has no price; one column is nobody's. */
export const productsWithFaults = () =>
  python(
    SHEET,
    JSON.stringify([
      HEADING,
      row("LK-01", "科研试剂", "86.5"),
      row("LK-02", "试剂", "86.5"),
      row("LK-03", "科研试剂", "八十"),
      row("LK-04", "科研试剂", "120"),
    ]),
  );

/** The token in the QR of a delivery's note. */
export const tokenOf = ({ database }, deliveryId) => python(TOKEN, database, deliveryId).toString().trim();

/** A box for each kind of cold; what is ambient rides beside them. */
const boxesOf = (lines) =>
  Object.entries(CELSIUS).flatMap(([storageClass, departureCelsius], index) => {
    const pickLineIds = lines.filter((line) => line.storageClass === storageClass).map(({ id }) => id);
    const box = { boxId: randomUUID(), means: "passive_box", departureCelsius, pickLineIds };
    return pickLineIds.length === 0
      ? []
      : [{ ...box, loggerNumber: `TL-943${index}`, boxNumber: `BX-R5${index}` }];
  });

/** A parcel on its way to this customer by courier: one that is, or an outbound that the keeper hands over now. */
export async function deliveryByCourier(person, { people }) {
  const { deliveries } = await person.ask("{ deliveries(first: 10) { items { id leg completedAt } } }");
  const known = deliveries.items.find(({ leg, completedAt }) => leg === "courier" && completedAt === null);
  if (known !== undefined) return known.id;
  const keeper = people.find(({ role }) => role === "keeper");
  const { outbounds } = await keeper.ask(
    `{ outbounds(states: ["rechecked"], first: 4) { items { id customerId lines { id storageClass } } } }`,
  );
  const { me } = await person.ask("{ me { person { customerId } } }");
  const outbound = outbounds.items.find(({ customerId }) => customerId === me.person.customerId);
  if (outbound === undefined) throw new Error("nothing of this customer's waits at the dock");
  const deliveryId = randomUUID();
  const boxes = boxesOf(outbound.lines);
  const { handOver } = await keeper.ask(HANDED_OVER, {
    id: randomUUID(),
    input: {
      deliveryId,
      outboundId: outbound.id,
      leg: "courier",
      carrier: "顺丰冷运",
      waybill: "SF1403872216",
      pieces: 1 + boxes.length,
      boxes,
    },
  });
  if (handOver.deliveryId === undefined) throw new Error(handOver.message);
  return handOver.deliveryId;
}
