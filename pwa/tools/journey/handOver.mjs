/** Counted boxes go over to the driver, with the cold record of the departure. */
import { ask, field, phone, until, url } from "../phones.mjs";

const DEPARTURE = {
  启运温度: "4.6",
  箱号: "BX-0417",
  温度记录仪编号: "T-0815",
  车牌: "沪A12345",
};
const NOTE = "query ($id: UUID!) { outbound(id: $id) { deliveryNoteId } }";
const TRIPS = "{ trips { id outboundId } }";

/** Ends with the delivery in the driver's hands; says its id. */
export async function handOver(browser, outboundId) {
  await until(
    () => ask("keeper", NOTE, { id: outboundId }),
    ({ outbound }) => outbound.deliveryNoteId !== null,
  );
  const { me } = await ask("driver", "{ me { person { name } } }");
  const { context, page } = await phone(browser, "keeper");
  await page.goto(`${url}/hand-over/${outboundId}`);
  await page.getByRole("button", { name: /^驾驶员/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: me.person.name }).click();
  for (const [label, value] of Object.entries(DEPARTURE)) await field(page, label).fill(value);
  await page.getByRole("button", { name: "交接 1 件" }).click();
  const { trips } = await until(
    () => ask("driver", TRIPS),
    ({ trips: stops }) => stops.some((stop) => stop.outboundId === outboundId),
  );
  await context.close();
  return trips.find((stop) => stop.outboundId === outboundId).id;
}
