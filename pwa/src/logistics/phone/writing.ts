/**
 * The one place where the floor hands its writes to the queue, and sees what became of them. Pages know this shape
 * only; who sends is introduced by the composition root.
 */
import { computed, inject, toValue, type ComputedRef, type InjectionKey, type MaybeRefOrGetter } from "vue";
import type { JsonObject } from "@offline/digest";
import type { StatusName } from "@/ui/statuses";

/** A command that may wait for the network, by its name in the records. */
export type WriteName =
  | "logistics.confirmPick"
  | "logistics.undoPick"
  | "logistics.closeLine"
  | "logistics.finishPick"
  | "logistics.confirmDelivery";

export interface NewAttachment {
  readonly id: string;
  readonly mime: string;
  readonly bytes: ArrayBuffer;
}

export interface NewWrite {
  /** kind:uuid; writes of one entity take effect in order. */
  readonly entity: string;
  readonly input: JsonObject;
  readonly dependsOn?: readonly string[];
  readonly attachments?: readonly NewAttachment[];
  readonly draftKey?: string;
  readonly baseVersion?: number;
}

/** saved: on this phone only. sent: the server has done it. refused: it said no, or something else stands there. */
export type WriteState = "saved" | "sending" | "sent" | "refused";

export interface Written {
  readonly id: string;
  readonly name: string;
  readonly entity: string;
  readonly input: JsonObject;
  readonly madeAt: string;
  readonly state: WriteState;
  /** The refusal's name and sentence. */
  readonly refusal: string | null;
  readonly message: string | null;
  /** Photos that the server does not have yet. */
  readonly photosLeft: number;
}

export interface StoredWrite extends Omit<Written, "photosLeft"> {
  readonly attachments: readonly NewAttachment[];
}

export interface Writing {
  /** Resolves when the write is safe on this phone; rejects when there is no room: the form stays open and says so. */
  enqueue(name: WriteName, write: NewWrite): Promise<{ id: string }>;
  /** Oldest first. */
  readonly written: ComputedRef<readonly Written[]>;
}

export const writingKey: InjectionKey<Writing> = Symbol("writing");

export function useWriting(): Writing {
  const writing = inject(writingKey);
  if (writing === undefined) throw new Error("useWriting outside the app");
  return writing;
}

export function useWritten(entity: MaybeRefOrGetter<string>): ComputedRef<readonly Written[]> {
  const { written } = useWriting();
  return computed(() => written.value.filter((one) => one.entity === toValue(entity)));
}

export const STATUS_OF: Readonly<Record<WriteState, StatusName>> = {
  saved: "savedHere",
  sending: "sending",
  sent: "sent",
  refused: "refused",
};
