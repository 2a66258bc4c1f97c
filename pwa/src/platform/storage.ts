/** How much room there is on the phone, and whether the browser promised to keep our data. */

export const PHOTO_ROOM_BYTES = 50_000_000;

export interface StorageState {
  readonly usedBytes: number | null;
  readonly freeBytes: number | null;
  /** False in a tab the browser may empty when it wants room; shown, never assumed. */
  readonly persistent: boolean;
}

export async function storageState(): Promise<StorageState> {
  if (!("storage" in navigator)) return { usedBytes: null, freeBytes: null, persistent: false };
  const [estimate, persistent] = await Promise.all([
    navigator.storage.estimate(),
    navigator.storage.persisted().catch(() => false),
  ]);
  const { usage, quota } = estimate;
  return {
    usedBytes: usage ?? null,
    freeBytes: usage === undefined || quota === undefined ? null : quota - usage,
    persistent,
  };
}

/** Asked after the first sign-in and after installing; the answer may be no. */
export async function askToPersist(): Promise<boolean> {
  if (!("storage" in navigator)) return false;
  return await navigator.storage.persist().catch(() => false);
}

/** New photos need room to spare; a command is never refused for lack of it. */
export const hasRoomForPhotos = (state: StorageState): boolean =>
  state.freeBytes === null || state.freeBytes >= PHOTO_ROOM_BYTES;
