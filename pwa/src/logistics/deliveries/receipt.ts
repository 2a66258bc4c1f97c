/**
 * What a receiver signs at the door: built from the phone's snapshot and from what was told there, shown, and named by
 * its digest. The server builds it again from its own rows, by the same rules.
 */
import { canonical, textDigest, type JsonObject } from "@offline/digest";

export interface SentFacts {
  readonly deliveryId: string;
  readonly noteNumber: string;
  readonly orderNumber: string;
  readonly customer: string;
  readonly address: string;
  readonly lines: readonly {
    readonly pickLineId: string;
    readonly product: string;
    readonly specification: string;
    readonly lot: string;
    readonly expiresOn: string;
    readonly unit: string;
    readonly sent: string;
  }[];
}

export interface ToldFacts {
  readonly outcome: string;
  readonly reason: string | null;
  /** ISO 8601 in UTC with milliseconds. */
  readonly arrivedAt: string;
  readonly receiver: string | null;
  readonly onBehalf: string | null;
  readonly lines: readonly { readonly pickLineId: string; readonly received: string; readonly reason: string | null }[];
  readonly temperatures: readonly { readonly boxId: string; readonly celsius: string | null }[];
}

/** Absent facts are null, lists are in the order of their ids; lines not told of follow the outcome. */
export function receiptDocument(sent: SentFacts, told: ToldFacts): JsonObject {
  const nothing = told.outcome === "refused" || told.outcome === "not_delivered";
  return {
    kind: "deliveryReceipt",
    version: 1,
    deliveryId: sent.deliveryId,
    noteNumber: sent.noteNumber,
    orderNumber: sent.orderNumber,
    customer: sent.customer,
    address: sent.address,
    outcome: told.outcome,
    reason: told.reason,
    arrivedAt: told.arrivedAt,
    receiver: told.receiver,
    onBehalf: told.onBehalf,
    lines: sorted(sent.lines, ({ pickLineId }) => pickLineId).map((line) => {
      const answer = told.lines.find(({ pickLineId }) => pickLineId === line.pickLineId);
      return {
        ...line,
        sent: plainNumber(line.sent),
        received: plainNumber(answer?.received ?? (nothing ? "0" : line.sent)),
        reason: answer?.reason ?? null,
      };
    }),
    temperatures: sorted(told.temperatures, ({ boxId }) => boxId).map(({ boxId, celsius }) => ({
      boxId,
      celsius: celsius === null ? null : plainNumber(celsius),
    })),
  };
}

/** null where the browser gives no cryptography: on plain HTTP. */
export async function receiptDigest(document: JsonObject): Promise<string | null> {
  const written = canonical(document);
  if (written.kind !== "canonical" || !("subtle" in crypto)) return null;
  return await textDigest(written.text, (bytes) => crypto.subtle.digest("SHA-256", bytes));
}

/** A decimal as people write it, without needless zeros or sign: "5.000" is "5", "-0.0" is "0". */
export function plainNumber(written: string): string {
  const [, sign = "", whole = "0", fraction = ""] = /^([-+]?)0*(\d*)(?:\.(\d*?)0*)?$/.exec(written) ?? [];
  const number = `${whole === "" ? "0" : whole}${fraction === "" ? "" : `.${fraction}`}`;
  return sign === "-" && number !== "0" ? `-${number}` : number;
}

function sorted<Item>(items: readonly Item[], id: (item: Item) => string): Item[] {
  return [...items].sort((one, other) => (id(one) < id(other) ? -1 : 1));
}
