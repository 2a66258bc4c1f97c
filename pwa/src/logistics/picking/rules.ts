/**
 * What a scan says about a task, judged on the phone from the task's own data, so that the verdict is there at once
 * and without network. The same questions in the same order as the server asks them again when the pick arrives.
 */
import type { Answer, Label } from "@scanners/answer";
import type { ScanSource } from "@/platform/scanning/scan";
import type { NewAttachment } from "@offline/enqueue";
import { leftOf, type Task, type TaskLine } from "./task";

export interface TaskScan {
  readonly rawText: string;
  readonly symbology: string | null;
  readonly source: ScanSource;
  /** Why it was typed. */
  readonly reason: string | null;
  /** Which of several readings the person chose. */
  readonly choice: number | null;
  /** Taken of a box that was typed. */
  readonly photo: NewAttachment | null;
}

/** Facts of a refusal are what its sentence names. */
export type Refused =
  | { readonly refusal: "UnknownCode"; readonly text: string }
  | { readonly refusal: "WrongProduct"; readonly expected: string }
  | { readonly refusal: "LotNotOnCode" }
  | { readonly refusal: "NotTheProposedLot"; readonly expected: string; readonly scanned: string }
  /** A label of ours whose lot is no line of this task; its number is null until somebody has looked it up. */
  | {
      readonly refusal: "AnotherLotsLabel";
      readonly expected: string;
      readonly lotId: string;
      readonly scanned: string | null;
    }
  | { readonly refusal: "SerialMissing" }
  | { readonly refusal: "SerialAlreadyScanned" }
  | {
      readonly refusal: "LineFull";
      readonly toPick: number;
      readonly picked: number;
      readonly pieces: number;
    }
  | { readonly refusal: "LineClosed"; readonly why: string }
  | { readonly refusal: "LotExpired"; readonly lot: string; readonly expiresOn: string }
  | { readonly refusal: "LotOnHold" | "LotNotAccepted"; readonly lot: string }
  | { readonly refusal: "NothingToPick" };

export type Verdict =
  | {
      readonly kind: "good";
      readonly line: TaskLine;
      readonly pieces: number;
      readonly serial: string | null;
      readonly scan: TaskScan;
    }
  | { readonly kind: "place"; readonly code: string; readonly isRight: boolean }
  /** A case's code: it stands for many pieces, and the person says how many are meant. */
  | {
      readonly kind: "pack";
      readonly line: TaskLine;
      readonly pieces: number;
      readonly scan: TaskScan;
    }
  | { readonly kind: "choose"; readonly readings: readonly Label[]; readonly scan: TaskScan }
  | ({ readonly kind: "refused"; readonly line: TaskLine | null } & Refused);

/** `at` is the line that the picker stands before; `today` the site's day. `pieces` null counts what the code stands for. */
export function judged(
  task: Task,
  at: TaskLine | null,
  scan: TaskScan,
  answer: Answer,
  today: string,
  pieces: number | null = null,
): Verdict {
  // Off a box without a code: the lot in print, for the line that the picker stands before.
  if (scan.source === "typed" && at !== null && scan.rawText.trim() === at.lotNumber)
    return onLine(task, at, { pieces: pieces ?? 1, serial: null, scan }, today);
  const label = chosen(answer, scan.choice);
  if (label === null) return unclear(task, at, scan, answer);
  if (label.place !== null)
    return { kind: "place", code: label.place, isRight: label.place === at?.locationCode };
  if (label.lotId !== null)
    return onOwnLabel(task, at, label.lotId, { pieces: pieces ?? 1, serial: null, scan }, today);
  const found = linesFor(task, label);
  if (found.length === 0) return refused(at, productRefusal(at, label, scan));
  if (label.lot === null) return refused(best(found, at), { refusal: "LotNotOnCode" });
  const ofLot = found.filter((line) => isItsLot(line, label));
  const line = best(ofLot, at);
  if (line === null) {
    const meant = best(found, at);
    return refused(meant, {
      refusal: "NotTheProposedLot",
      expected: meant?.lotNumber ?? "",
      scanned: label.lot,
    });
  }
  const inPack = line.packs.find(({ gtin }) => gtin === label.gtin)?.pieces ?? 1;
  if (label.serial === null && pieces === null && inPack > 1) {
    const one = onLine(task, line, { pieces: 1, serial: null, scan }, today);
    return one.kind === "good" ? { kind: "pack", line, pieces: inPack, scan } : one;
  }
  const taken = label.serial === null ? (pieces ?? inPack) : inPack;
  return onLine(task, line, { pieces: taken, serial: label.serial, scan }, today);
}

/** A label of our own names the lot itself, one piece of it. */
function onOwnLabel(task: Task, at: TaskLine | null, lotId: string, taken: Taken, today: string): Verdict {
  const line = best(
    task.lines.filter((one) => one.lotId === lotId),
    at,
  );
  if (line !== null) return onLine(task, line, taken, today);
  return refused(at, { refusal: "AnotherLotsLabel", expected: at?.lotNumber ?? "", lotId, scanned: null });
}

interface Taken {
  readonly pieces: number;
  readonly serial: string | null;
  readonly scan: TaskScan;
}

function onLine(task: Task, line: TaskLine, taken: Taken, today: string): Verdict {
  const { pieces, serial, scan } = taken;
  if (line.serialised && serial === null) return refused(line, { refusal: "SerialMissing" });
  if (line.closedWhy !== null) return refused(line, { refusal: "LineClosed", why: line.closedWhy });
  if (serial !== null && isScanned(task, line.productId, serial))
    return refused(line, { refusal: "SerialAlreadyScanned" });
  if (pieces <= 0) return refused(line, { refusal: "NothingToPick" });
  if (line.picked + pieces > line.toPick)
    return refused(line, { refusal: "LineFull", toPick: line.toPick, picked: line.picked, pieces });
  if (line.lotState === "on_hold") return refused(line, { refusal: "LotOnHold", lot: line.lotNumber });
  if (line.lotState !== "accepted") return refused(line, { refusal: "LotNotAccepted", lot: line.lotNumber });
  if (line.expiresOn < today)
    return refused(line, { refusal: "LotExpired", lot: line.lotNumber, expiresOn: line.expiresOn });
  return { kind: "good", line, pieces, serial, scan };
}

/** Several readings: those that fit the task are shown, and a person chooses; never guessed. */
function unclear(task: Task, at: TaskLine | null, scan: TaskScan, answer: Answer): Verdict {
  if (answer.outcome === "ambiguous") {
    const fits = answer.readings.some((reading) => linesFor(task, reading).length > 0);
    if (fits) return { kind: "choose", readings: answer.readings, scan };
  }
  return refused(at, { refusal: "UnknownCode", text: scan.rawText });
}

function chosen(answer: Answer, choice: number | null): Label | null {
  if (answer.outcome === "label") return answer;
  return answer.outcome === "ambiguous" && choice !== null ? (answer.readings[choice] ?? null) : null;
}

/** By GTIN, else by the catalogue number on the label. */
function linesFor(task: Task, { gtin, catalogueNumber }: Label): readonly TaskLine[] {
  return task.lines.filter((line) =>
    gtin !== null && line.packs.some((pack) => pack.gtin === gtin)
      ? true
      : catalogueNumber !== null && line.catalogueNumber === catalogueNumber,
  );
}

/** A code without an expiry is taken at its lot; one that states another expiry is another lot. */
function isItsLot(line: TaskLine, { lot, expiresOn }: Label): boolean {
  return line.lotNumber === lot && (expiresOn === null || expiresOn === line.expiresOn);
}

/** Where several lines would do: the one the picker stands before, then one that is open, then any. */
function best(lines: readonly TaskLine[], at: TaskLine | null): TaskLine | null {
  const open = lines.filter((line) => leftOf(line) > 0);
  return open.find(({ id }) => id === at?.id) ?? open[0] ?? lines[0] ?? null;
}

/** A readable product code is another product's; anything else is no product's. */
function productRefusal(at: TaskLine | null, label: Label, scan: TaskScan): Refused {
  return label.gtin !== null || label.catalogueNumber !== null || label.deviceIdentifier !== null
    ? { refusal: "WrongProduct", expected: at?.productName ?? "" }
    : { refusal: "UnknownCode", text: scan.rawText };
}

function isScanned(task: Task, productId: string, serial: string): boolean {
  return task.picks.some((pick) => !pick.undone && pick.serial === serial && pick.productId === productId);
}

function refused(line: TaskLine | null, why: Refused): Verdict {
  return { kind: "refused", line, ...why };
}
