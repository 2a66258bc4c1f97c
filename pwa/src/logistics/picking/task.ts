/** A pick task as the phone holds it: the server's snapshot, with what this phone has written since laid over it. */
import type { JsonObject } from "@offline/digest";
import type { QueuedCommand } from "@/sync/queued";
import type { PickTaskQuery } from "./pickTask.graphql";

export interface Pack {
  readonly gtin: string;
  readonly pieces: number;
}

/** Quantities in pieces: the smallest sales pack. */
export interface TaskLine {
  readonly id: string;
  readonly productId: string;
  readonly productName: string;
  readonly catalogueNumber: string;
  readonly specification: string;
  readonly unit: string;
  readonly piecesPerCase: number;
  readonly serialised: boolean;
  readonly storageClass: string;
  readonly lotId: string;
  readonly lotNumber: string;
  readonly expiresOn: string;
  readonly lotState: string;
  readonly locationCode: string;
  readonly toPick: number;
  readonly picked: number;
  readonly closedWhy: string | null;
  readonly otherLotReason: string | null;
  readonly packs: readonly Pack[];
}

export interface TaskPick {
  readonly id: string;
  readonly lineId: string;
  readonly quantity: number;
  /** Of picks that this phone made, too, before the server has them. */
  readonly serial: string | null;
  readonly productId: string;
  readonly undone: boolean;
}

export interface Task {
  readonly id: string;
  readonly state: string;
  /** Missing in what an earlier version of the app kept on the phone. */
  readonly orderId?: string;
  readonly orderNumber: string;
  readonly customerName: string;
  readonly wantedOn: string | null;
  readonly note: string | null;
  readonly pickerId: string | null;
  readonly pickerName: string | null;
  readonly returnedReason: string | null;
  readonly lines: readonly TaskLine[];
  readonly picks: readonly TaskPick[];
}

/** A write of this phone as far as the overlay needs it. */
export type TaskWrite = Pick<QueuedCommand, "name" | "input" | "standing">;

export function taskFrom(outbound: NonNullable<PickTaskQuery["outbound"]>): Task {
  const lines = outbound.lines.map((line): TaskLine => ({
    ...line,
    toPick: Number(line.toPick),
    picked: Number(line.picked),
  }));
  const productOf = new Map(lines.map(({ id, productId }) => [id, productId]));
  return {
    ...outbound,
    lines,
    picks: outbound.picks.map((pick) => ({
      id: pick.id,
      lineId: pick.pickLineId,
      quantity: Number(pick.quantity),
      serial: pick.serial,
      productId: productOf.get(pick.pickLineId) ?? "",
      undone: pick.undoneAt !== null,
    })),
  };
}

export const leftOf = ({ toPick, picked, closedWhy }: TaskLine): number =>
  closedWhy === null ? Math.max(0, toPick - picked) : 0;

export const openLines = (task: Task): readonly TaskLine[] => task.lines.filter((line) => leftOf(line) > 0);

/**
 * The task as it will stand when this phone's writes have arrived. A write that the snapshot already knows changes
 * nothing, a refused one never happened; closing and finishing may have been taken back since they were done. `serialOf` reads the serial number out of a scan's text.
 */
export function withWrites(
  task: Task,
  writes: readonly TaskWrite[],
  serialOf: (rawText: string, symbology: string | null) => string | null,
): Task {
  return writes
    .filter(({ standing }) => standing !== "needsAttention" && standing !== "withOffice")
    .reduce((current, write) => applied(current, write, serialOf), task);
}

function applied(
  task: Task,
  { name, input, standing }: TaskWrite,
  serialOf: (rawText: string, symbology: string | null) => string | null,
): Task {
  switch (name) {
    case "logistics.confirmPick":
      return picked(task, input, serialOf);
    case "logistics.undoPick":
      return undone(task, textIn(input, "pickId"));
    case "logistics.closeLine":
      if (standing === "done") return task;
      return changedLine(task, textIn(input, "pickLineId"), (line) =>
        line.closedWhy === null ? { ...line, closedWhy: textIn(input, "why") } : line,
      );
    case "logistics.finishPick":
      return task.state === "picking" && standing !== "done" ? { ...task, state: "picked" } : task;
    default:
      return task;
  }
}

function picked(
  task: Task,
  input: JsonObject,
  serialOf: (rawText: string, symbology: string | null) => string | null,
): Task {
  const [id, lineId] = [textIn(input, "pickId"), textIn(input, "pickLineId")];
  const line = task.lines.find((one) => one.id === lineId);
  if (line === undefined || task.picks.some((pick) => pick.id === id)) return task;
  const quantity = Number(textIn(input, "quantity"));
  const scan = input["scan"];
  const isScan = typeof scan === "object" && scan !== null && !Array.isArray(scan);
  const { rawText, symbology } = isScan && "rawText" in scan ? scan : { rawText: "", symbology: null };
  const serial =
    typeof rawText === "string" ? serialOf(rawText, typeof symbology === "string" ? symbology : null) : null;
  const pick: TaskPick = { id, lineId, quantity, serial, productId: line.productId, undone: false };
  return {
    ...changedLine(task, lineId, (one) => ({ ...one, picked: one.picked + quantity })),
    picks: [...task.picks, pick],
  };
}

function undone(task: Task, pickId: string): Task {
  const pick = task.picks.find(({ id }) => id === pickId);
  if (pick === undefined || pick.undone) return task;
  const reopened = changedLine(task, pick.lineId, (line) => ({
    ...line,
    // What was missing is off the books; what went back can be picked again.
    ...(line.closedWhy === null ? {} : { toPick: line.picked, closedWhy: null }),
    picked: line.picked - pick.quantity,
  }));
  return {
    ...reopened,
    state: task.state === "picked" ? "picking" : task.state,
    picks: task.picks.map((one) => (one.id === pickId ? { ...one, undone: true } : one)),
  };
}

function changedLine(task: Task, lineId: string, change: (line: TaskLine) => TaskLine): Task {
  return { ...task, lines: task.lines.map((line) => (line.id === lineId ? change(line) : line)) };
}

function textIn(input: JsonObject, field: string): string {
  const value = input[field];
  return typeof value === "string" ? value : "";
}
