/** Ids for new things: made on the phone, so that a thing has its name before anybody heard of it. */
import { uuid7Source } from "@offline/uuid7";

export const newId = uuid7Source(
  () => Date.now(),
  (length) => crypto.getRandomValues(new Uint8Array(length)),
);
