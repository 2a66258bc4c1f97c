/** Remarks as the time line shows them: those of the server, and those that this phone still has to send. */
import type { NewAttachment } from "@offline/enqueue";
import type { QueuedCommand } from "@/sync/queued";
import type { OrderRemarksQuery } from "./orderRemarks.graphql";

type Written = OrderRemarksQuery["orderRemarks"]["items"][number];

export const CHARACTERS_MAX = 500;
export const PHOTOS_MAX = 4;
export const REMARKS_AT_ONCE = 20;
export const ADD_REMARK = "sales.addRemark";

/** `waits`: on this phone only. `refused`: the server said no, in the sentence `why`. */
export type Standing =
  { readonly kind: "written" | "waits" } | { readonly kind: "refused"; readonly why: string };

export interface Remark {
  readonly id: string;
  readonly text: string | null;
  /** Photos that can be fetched from the server. */
  readonly photoIds: readonly string[];
  /** Photos that are still on their way. */
  readonly photosWaiting: number;
  readonly shownToCustomer: boolean;
  readonly byCustomer: boolean;
  readonly authorName: string;
  readonly writtenAt: string;
  readonly standing: Standing;
}

export interface Writer {
  readonly name: string;
  readonly kind: "staff" | "portal";
}

/** What a remark said that the server refused, to be put right. */
export interface RefusedRemark {
  readonly commandId: string;
  readonly remarkId: string;
  readonly orderId: string;
  readonly text: string;
  readonly shownToCustomer: boolean;
  readonly photos: readonly NewAttachment[];
  /** The server's sentence. */
  readonly why: string;
}

/** It keeps its id, unless the server knows that as another remark's. */
export function refusedRemark(
  { id, input, refusal, message }: QueuedCommand,
  photos: readonly NewAttachment[],
  newId: () => string,
): RefusedRemark {
  const text = input["text"];
  return {
    commandId: id,
    remarkId: refusal === "RemarkKnown" ? newId() : String(input["remarkId"]),
    orderId: String(input["orderId"]),
    text: typeof text === "string" ? text : "",
    shownToCustomer: input["shownToCustomer"] === true,
    photos,
    why: message ?? "",
  };
}

/** The question that a page asks for the remarks, and under which a phone keeps them. */
export const remarksAsked = (orderId: string) => ({ orderId, first: REMARKS_AT_ONCE, after: null });

/** The earliest first; what this phone wrote comes after what the server has, for that is where it will stand. */
export function remarksShown(
  written: readonly Written[],
  commands: readonly QueuedCommand[],
  orderId: string,
  writer: Writer,
): Remark[] {
  const known = new Set(written.map(({ id }) => id));
  const here = commands
    .filter(({ name, input }) => name === ADD_REMARK && input["orderId"] === orderId)
    .filter(({ input, standing }) => standing !== "done" && !known.has(String(input["remarkId"])))
    .map((command) => onPhone(command, writer));
  return [...[...written].sort(earliestFirst).map(onServer), ...here];
}

/** For each step the remarks written while it was the last one; those from before the first stand under the first. */
export function remarksUnder(
  steps: readonly { readonly occurredAt: string }[],
  remarks: readonly Remark[],
): readonly (readonly Remark[])[] {
  const starts = steps.map(({ occurredAt }) => Date.parse(occurredAt));
  const under: Remark[][] = steps.map(() => []);
  for (const remark of remarks) {
    const at = Date.parse(remark.writtenAt);
    const last = starts.filter((start) => start <= at).length - 1;
    under[Math.max(0, last)]?.push(remark);
  }
  return under;
}

const earliestFirst = (one: Written, other: Written): number =>
  one.writtenAt.localeCompare(other.writtenAt) || one.id.localeCompare(other.id);

const onServer = (one: Written): Remark => ({ ...one, photosWaiting: 0, standing: { kind: "written" } });

function onPhone({ id, input, madeAt, standing, message }: QueuedCommand, writer: Writer): Remark {
  const text = input["text"];
  const photos = input["photoIds"];
  const isPortal = writer.kind === "portal";
  return {
    id,
    text: typeof text === "string" ? text : null,
    photoIds: [],
    photosWaiting: Array.isArray(photos) ? photos.length : 0,
    shownToCustomer: isPortal || input["shownToCustomer"] === true,
    byCustomer: isPortal,
    authorName: writer.name,
    writtenAt: madeAt,
    standing:
      standing === "needsAttention" || standing === "withOffice"
        ? { kind: "refused", why: message ?? "" }
        : { kind: "waits" },
  };
}
