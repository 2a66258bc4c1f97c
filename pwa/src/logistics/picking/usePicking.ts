/** A pick task under the hands of its picker: what was scanned, what it means, what was written. */
import type { NewAttachment } from "@offline/enqueue";
import { computed, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from "vue";
import { askOrKept } from "@/graphql/keptAnswers";
import { useGraphQL, useLive, type Query } from "@/graphql/useQuery";
import { LotOfLabelDocument } from "@/inventory/lots/lotOfLabel.graphql";
import { day } from "@/i18n/formats";
import { deviceFeedback } from "@/platform/feedback";
import { newId } from "@/platform/ids";
import { loadReader, type ReadLabel } from "@/platform/scanning/reader";
import type { Scan } from "@/platform/scanning/scan";
import type { OfflineInputs } from "@/sync/offlineCommands.graphql";
import { useQueue, useQueued, type OfflineName } from "@/sync/queue";
import type { QueuedCommand } from "@/sync/queued";
import { FloorChangesDocument } from "../live.graphql";
import { useOnPhone } from "../phone/useOnPhone";
import { PickTaskDocument, type PickTaskQuery } from "./pickTask.graphql";
import { judged, type TaskScan, type Verdict } from "./rules";
import { openLines, taskFrom, withWrites, type Task, type TaskLine } from "./task";

export interface Picking {
  readonly query: ComputedRef<Query<PickTaskQuery>>;
  /** null until it is here, or when there is no such task. */
  readonly task: ComputedRef<Task | null>;
  /** The line that the picker stands before. */
  readonly at: ComputedRef<TaskLine | null>;
  readonly verdict: Readonly<ShallowRef<Verdict | null>>;
  /** Writes of this phone about this task that the server did not take. */
  readonly refusedWrites: ComputedRef<readonly QueuedCommand[]>;
  readonly waiting: ComputedRef<number>;
  readonly couldNotSave: Readonly<Ref<boolean>>;
  scan(scan: Scan): Promise<void>;
  typed(rawText: string, reason: string, pieces: number, photo: NewAttachment | null): Promise<void>;
  choose(reading: number): Promise<void>;
  /** So many pieces more of what was scanned last, without scanning each. */
  more(pieces: number): Promise<void>;
  undoLast(): Promise<void>;
  close(line: TaskLine, why: "short" | "broken"): Promise<void>;
  finish(): Promise<void>;
  goTo(lineId: string | null): void;
  dismiss(): void;
}

export function usePicking(outboundId: string): Picking {
  const entity = { kind: "outbound", id: outboundId };
  const query = useOnPhone(PickTaskDocument, { id: outboundId });
  const room = useGraphQL();
  const { enqueue } = useQueue();
  const written = useQueued(entity);
  const verdict = shallowRef<Verdict | null>(null);
  const chosenLine = ref<string | null>(null);
  const couldNotSave = ref(false);
  const last = shallowRef<TaskScan | null>(null);
  const read = shallowRef<ReadLabel | null>(null);
  const reader = loadReader();
  void reader.then((loaded) => {
    read.value = loaded;
  });

  useLive(FloorChangesDocument, { kinds: ["outbound"] }, () => void query.value.retry());

  // What the server has done is in its next answer, not in the one that is shown.
  watch(
    () => written.value.filter(({ standing }) => standing === "done").length,
    () => void query.value.retry(),
  );

  const task = computed(() => {
    const shown = query.value;
    const outbound = shown.state === "ready" ? shown.data.outbound : null;
    return outbound === null ? null : withWrites(taskFrom(outbound), written.value, serialIn(read.value));
  });
  const at = computed(() => {
    if (task.value === null) return null;
    const open = openLines(task.value);
    return open.find(({ id }) => id === chosenLine.value) ?? open[0] ?? null;
  });

  const write = async <Name extends OfflineName>(
    name: Name,
    input: OfflineInputs[Name],
    attachments: readonly NewAttachment[] = [],
  ): Promise<boolean> => {
    const saved = await enqueue(name, entity, input, { attachments });
    couldNotSave.value = saved.kind !== "saved";
    if (couldNotSave.value) deviceFeedback.give("refused");
    return !couldNotSave.value;
  };
  /** Which lot a label of ours is of, when somebody can tell; until then, and without network, it is said in words. */
  const nameLot = async (refused: Verdict & { kind: "refused" }, lotId: string): Promise<void> => {
    const answer = await askOrKept(room, LotOfLabelDocument, { id: lotId });
    const lot = answer.ok ? answer.data.lot : null;
    if (lot === null || verdict.value !== refused || refused.refusal !== "AnotherLotsLabel") return;
    const { line } = refused;
    verdict.value =
      line === null || lot.product === null || lot.product.id === line.productId
        ? { ...refused, scanned: lot.lotNumber }
        : { kind: "refused", line, refusal: "WrongProduct", expected: line.productName };
  };
  const judge = async (scan: TaskScan, pieces: number | null): Promise<void> => {
    const answer = (await reader)(scan.rawText, scan.symbology);
    if (task.value === null) return;
    const found = judged(task.value, at.value, scan, answer, day(new Date()), pieces);
    last.value = scan;
    verdict.value = found;
    deviceFeedback.give(signalOf(found));
    if (found.kind === "refused" && found.refusal === "AnotherLotsLabel") await nameLot(found, found.lotId);
    if (found.kind !== "good") return;
    const saved = await write(
      "logistics.confirmPick",
      confirmation(found),
      scan.photo === null ? [] : [scan.photo],
    );
    if (!saved) verdict.value = null;
    else if (chosenLine.value !== null && chosenLine.value !== found.line.id)
      chosenLine.value = found.line.id;
  };

  return {
    query,
    task,
    at,
    verdict,
    refusedWrites: computed(() => written.value.filter(({ standing }) => standing === "needsAttention")),
    waiting: computed(
      () => written.value.filter(({ standing }) => standing === "savedHere" || standing === "sent").length,
    ),
    couldNotSave,
    scan: async ({ text, symbologyIdentifier, source }) =>
      await judge(
        { rawText: text, symbology: symbologyIdentifier, source, reason: null, choice: null, photo: null },
        null,
      ),
    typed: async (rawText, reason, pieces, photo) =>
      await judge({ rawText, symbology: null, source: "typed", reason, choice: null, photo }, pieces),
    choose: async (choice) => {
      if (verdict.value?.kind === "choose") await judge({ ...verdict.value.scan, choice }, null);
    },
    more: async (pieces) => {
      if (last.value !== null) await judge(last.value, pieces);
    },
    undoLast: async () => {
      const standing = task.value?.picks.filter(({ undone }) => !undone) ?? [];
      const pick = standing.at(-1);
      if (pick === undefined) return;
      if (await write("logistics.undoPick", { pickId: pick.id })) {
        verdict.value = null;
        chosenLine.value = pick.lineId;
        deviceFeedback.give("warning");
      }
    },
    close: async (line, why) => {
      if (await write("logistics.closeLine", { pickLineId: line.id, why })) verdict.value = null;
    },
    finish: async () => {
      await write("logistics.finishPick", { outboundId });
    },
    goTo: (lineId) => {
      chosenLine.value = lineId;
      verdict.value = null;
    },
    dismiss: () => {
      verdict.value = null;
    },
  };
}

/** The pieces are said, also when they are what the code stands for: the overlay counts without the packs. */
function confirmation({
  line,
  pieces,
  scan,
}: Verdict & { kind: "good" }): OfflineInputs["logistics.confirmPick"] {
  return {
    pickId: newId(),
    pickLineId: line.id,
    quantity: String(pieces),
    scan: {
      rawText: scan.rawText,
      source: scan.source,
      symbology: scan.symbology,
      reason: scan.reason,
      choice: scan.choice,
      photoId: scan.photo?.id ?? null,
    },
  };
}

function serialIn(read: ReadLabel | null): (rawText: string, symbology: string | null) => string | null {
  return (rawText, symbology) => {
    const answer = read?.(rawText, symbology);
    return answer?.outcome === "label" ? answer.serial : null;
  };
}

function signalOf(verdict: Verdict): "good" | "warning" | "refused" {
  if (verdict.kind === "good") return "good";
  if (verdict.kind === "place") return verdict.isRight ? "good" : "warning";
  return verdict.kind === "choose" || verdict.kind === "pack" ? "warning" : "refused";
}
