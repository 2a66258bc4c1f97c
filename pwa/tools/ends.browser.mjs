/**
 * The ends of a delivery that are not "all of it, to the receiver, within range": on a driver's phone without network,
 * whose tab is killed after every stop, and behind a courier's delivery note. Started by tests/browser with deliveries
 * that are on board; tells at its end what the pages said.
 */
import { confirmedBehindLink } from "./journey/courier.mjs";
import {
  allSent,
  loadedTrip,
  noneSent,
  notDelivered,
  partlyTaken,
  refusedWhole,
  takenWithoutData,
} from "./journey/ends.mjs";
import { handOver, handToCourier } from "./journey/handOver.mjs";
import { aBrowser, told, walk } from "./phones.mjs";

const { partly, refused, nobody, otherDay, wrongAddress, courier } = told;

await walk(async () => {
  const browser = await aBrowser();
  const first = [partly, refused, nobody, otherDay, wrongAddress];
  const trip = await loadedTrip(browser, first);
  const seen = {
    partly: await partlyTaken(trip, partly),
    refused: await refusedWhole(trip, refused),
  };
  for (const stop of [nobody, otherDay, wrongAddress]) await notDelivered(trip, stop);
  await noneSent(first);
  await allSent(trip, first);

  const again = { number: nobody.number, deliveryId: await handOver(browser, nobody.outboundId) };
  const secondTrip = await loadedTrip(browser, [again]);
  const second = await takenWithoutData(secondTrip, again);
  await allSent(secondTrip, [again]);

  const courierDeliveryId = await handToCourier(browser, courier.outboundId, courier);
  const link = await confirmedBehindLink(browser, courier);
  return { seen, second: { ...second, ...again }, courierDeliveryId, link };
});
