/** Ids of new things are made on the phone, so that a follow-up can name what the server has not seen. */
import { uuid7Source } from "@offline/uuid7";

/** One source for the whole page: two ids of one millisecond keep their order. */
export const newId = uuid7Source(Date.now, (length) => crypto.getRandomValues(new Uint8Array(length)));
