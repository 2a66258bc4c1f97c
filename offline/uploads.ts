/** Which attachment to upload next. Envelopes do not wait for them: a delivery says "photo not here yet". */

import { NO_CHANGE, type AttachmentRecord, type QueueChange, type QueueState } from "./queueStore";

/**
 * The smallest first, so that the strokes of a signature are there before any photo; null when all are there. What was
 * discarded is not uploaded any more.
 */
export function nextUpload(state: QueueState): AttachmentRecord | null {
  const left = state.records
    .filter(({ resolution }) => resolution?.kind !== "discarded" && resolution?.kind !== "keptTheirs")
    .flatMap(({ attachments }) => attachments)
    .filter(({ offset, size }) => offset < size);
  return left.reduce<AttachmentRecord | null>(
    (smallest, one) => (smallest === null || one.size < smallest.size ? one : smallest),
    null,
  );
}

/** The server says that it has `offset` bytes, which may be fewer than we thought: its word counts. */
export function afterUpload(state: QueueState, attachmentId: string, offset: number): QueueChange {
  const put = state.records
    .filter(({ attachments }) => attachments.some(({ id }) => id === attachmentId))
    .map((record) => ({
      ...record,
      attachments: record.attachments.map((one) =>
        one.id === attachmentId ? { ...one, offset: Math.max(0, Math.min(offset, one.size)) } : one,
      ),
    }));
  return { ...NO_CHANGE, put };
}
