/** The driver at the door without network: temperature, photo, signature; the tab is killed before the network returns. */
import { ask, field, installed, phone, until, url } from "../phones.mjs";

export const OUTCOME = "query ($id: UUID!) { delivery(id: $id) { outcome } }";
const ARRIVAL_CELSIUS = "6.1";

/** Ends with the delivery on the server; `photo` is a picture file of the logger. */
export async function deliver(browser, { deliveryId, number, photo }) {
  const { context, page } = await phone(browser, "driver");
  await page.goto(`${url}/trip`);
  await page.getByRole("button", { name: number }).click();
  await page.getByRole("radio", { name: "全部签收" }).waitFor();
  await installed(page);

  await context.setOffline(true);
  await page.getByRole("radio", { name: "全部签收" }).click();
  await field(page, "到货温度").fill(ARRIVAL_CELSIUS);
  await page.locator('input[type="file"]').first().setInputFiles(photo);
  await page.getByRole("button", { name: "重拍：拍记录仪" }).waitFor();
  await page.getByRole("button", { name: "交给收货人签收" }).click();
  const receiver = await field(page, "签收人姓名").inputValue();
  await draw(page, page.getByRole("img", { name: "签收人签名" }));
  await page.getByRole("button", { name: "确认签收" }).click();
  await page.getByRole("button", { name: "保存：全部签收" }).click();
  await page.getByText("没有网络也不会丢，连上后自动上传。").waitFor();
  await page.close();
  const { delivery: early } = await ask("driver", OUTCOME, { id: deliveryId });
  if (early.outcome !== null) throw new Error("a delivery went out without network");

  await context.setOffline(false);
  const again = await context.newPage();
  await again.goto(`${url}/trip`);
  await until(
    () => ask("driver", OUTCOME, { id: deliveryId }),
    ({ delivery }) => delivery.outcome !== null,
  );
  await context.close();
  return { receiver, arrivalCelsius: ARRIVAL_CELSIUS };
}

/** A wave of a name, drawn with the finger. */
export async function draw(page, pad) {
  await pad.scrollIntoViewIfNeeded();
  const box = await pad.boundingBox();
  const at = (share, lift) => [box.x + box.width * share, box.y + box.height * lift];
  await page.mouse.move(...at(0.2, 0.6));
  await page.mouse.down();
  for (let step = 1; step <= 12; step += 1)
    await page.mouse.move(...at(0.2 + step * 0.05, 0.5 + 0.25 * Math.sin(step)));
  await page.mouse.up();
}
