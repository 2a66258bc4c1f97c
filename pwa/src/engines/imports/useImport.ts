/** One file, from the look at it to its last row. */
import { computed, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from "vue";
import type { Failure } from "@/graphql/client";
import { useGraphQL } from "@/graphql/useQuery";
import { ApplyImportDocument } from "./applyImport.graphql";
import { ImportPreviewDocument, type ImportPreviewQuery } from "./importPreview.graphql";
import type { Kind } from "./kinds";
import { after, BEGUN, isOver, type Run } from "./run";

export type Preview = ImportPreviewQuery["importPreview"];

export interface Import {
  readonly looking: Readonly<Ref<boolean>>;
  readonly running: Readonly<Ref<boolean>>;
  readonly preview: Readonly<ShallowRef<Preview | null>>;
  /** null until it is begun. */
  readonly run: Readonly<ShallowRef<Run | null>>;
  readonly over: ComputedRef<boolean>;
  /** Why the file was not taken, or why the run stopped: in the server's words. */
  readonly stopped: Readonly<ShallowRef<Pick<Failure, "kind" | "message"> | null>>;
  look(kind: Kind, attachmentId: string): Promise<void>;
  /** Begins, or goes on where it stopped. */
  goOn(kind: Kind, attachmentId: string): Promise<void>;
  forget(): void;
}

export function useImport(): Import {
  const { client } = useGraphQL();
  const looking = ref(false);
  const running = ref(false);
  const preview = shallowRef<Preview | null>(null);
  const run = shallowRef<Run | null>(null);
  const stopped = shallowRef<Pick<Failure, "kind" | "message"> | null>(null);
  let looked: AbortController | null = null;

  function forget(): void {
    looked?.abort();
    looking.value = false;
    preview.value = null;
    run.value = null;
    stopped.value = null;
  }
  return {
    looking,
    running,
    preview,
    run,
    over: computed(() => run.value !== null && isOver(run.value)),
    stopped,
    async look(kind, attachmentId) {
      forget();
      const mine = new AbortController();
      looked = mine;
      looking.value = true;
      const answer = await client.ask(ImportPreviewDocument, { kind, attachmentId }, mine.signal);
      if (mine.signal.aborted) return; // Another file, or another kind, meanwhile.
      looking.value = false;
      if (answer.ok) preview.value = answer.data.importPreview;
      else stopped.value = answer.failure;
    },
    async goOn(kind, attachmentId) {
      if (running.value) return;
      running.value = true;
      stopped.value = null;
      let now = run.value ?? BEGUN;
      run.value = now;
      while (now.nextRow !== null) {
        const answer = await client.ask(ApplyImportDocument, { kind, attachmentId, fromRow: now.nextRow });
        if (!answer.ok) {
          stopped.value = answer.failure;
          break;
        }
        const portion = answer.data.applyImport;
        if (portion.__typename !== "ImportApplied") {
          stopped.value = { kind: "refused", message: portion.message };
          break;
        }
        now = after(now, portion);
        run.value = now;
      }
      running.value = false;
    },
    forget,
  };
}
