/** What may let the sender through: the phone is online or in the hand again, another tab has written, somebody signed in. */
import { onBackgroundSync } from "@/platform/updates";
import { CHANNEL, SYNC_TAG } from "./channel";
import type { PhoneQueue } from "./queue";

/** Listens for as long as the page lives; returns how to stop. */
export function wakeOnEdges(queue: Pick<PhoneQueue, "wake" | "reread">): () => void {
  const wake = (): void => void queue.wake();
  const wakeWhenVisible = (): void => {
    if (document.visibilityState === "visible") wake();
  };
  addEventListener("online", wake);
  addEventListener("pageshow", wake);
  document.addEventListener("visibilitychange", wakeWhenVisible);
  onBackgroundSync(wake);
  const channel = "BroadcastChannel" in globalThis ? new BroadcastChannel(CHANNEL) : null;
  channel?.addEventListener("message", () => void queue.reread());
  return () => {
    removeEventListener("online", wake);
    removeEventListener("pageshow", wake);
    document.removeEventListener("visibilitychange", wakeWhenVisible);
    channel?.close();
  };
}

/** Tells other pages that the stored queue has changed. */
export function teller(): () => void {
  const channel = "BroadcastChannel" in globalThis ? new BroadcastChannel(CHANNEL) : null;
  return () => channel?.postMessage("changed");
}

interface SyncRegistration {
  readonly sync: { register(tag: string): Promise<void> };
}

/** Background Sync: missing on iOS and Firefox, refused in private windows; then the open page sends, as it does anyway. */
export async function registerSync(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  const registration: unknown = await navigator.serviceWorker.getRegistration();
  if (hasSync(registration)) await registration.sync.register(SYNC_TAG).catch(() => undefined);
}

function hasSync(registration: unknown): registration is SyncRegistration {
  return typeof registration === "object" && registration !== null && "sync" in registration;
}
