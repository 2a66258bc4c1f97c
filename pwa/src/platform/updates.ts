/**
 * The service worker, seen from a page. A new version waits until the person says so; files that a newer version has
 * replaced cause one reload, never while offline or with words that are not saved.
 */
import { readonly, ref, type Ref } from "vue";
import { OUTBOX_LOCK, withLock } from "./locks";
import { anythingUnsaved } from "./unsaved";

const WORKER = "/serviceWorker.js";
const ASK_AGAIN_MS = 60 * 60_000;
const RELOADED_AT = "reloaded-for-missing-file";
const RELOAD_AGAIN_AFTER_MS = 60_000;

export interface Updates {
  readonly waiting: Readonly<Ref<boolean>>;
  /** Starts the waiting version and reloads; "unsaved" when a form has words that are stored nowhere. */
  apply(): Promise<"reloading" | "unsaved" | "nothing waits">;
}

export function watchUpdates(): Updates {
  const waiting = ref(false);
  let registration: ServiceWorkerRegistration | null = null;

  const look = (): void => {
    waiting.value =
      registration?.waiting !== null && registration !== null && navigator.serviceWorker.controller !== null;
  };
  const register = async (): Promise<void> => {
    registration = await navigator.serviceWorker.register(WORKER, { updateViaCache: "none" });
    look();
    registration.addEventListener("updatefound", () => {
      registration?.installing?.addEventListener("statechange", look);
    });
    setInterval(() => void registration?.update().catch(() => undefined), ASK_AGAIN_MS);
  };
  if (import.meta.env.PROD && "serviceWorker" in navigator) {
    // After the first paint: the first visit should not share its bandwidth with the precache.
    addEventListener("load", () => void register().catch(() => undefined), { once: true });
  }

  return {
    waiting: readonly(waiting),
    async apply() {
      const next = registration?.waiting;
      if (next === null || next === undefined) return "nothing waits";
      if (anythingUnsaved()) return "unsaved";
      navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
      await withLock(OUTBOX_LOCK, async () => next.postMessage({ type: "SKIP_WAITING" }));
      return "reloading";
    },
  };
}

/** A lazily loaded file is gone because a newer version was deployed: one reload, if nothing is lost by it. */
export function reloadOnceForMissingFiles(
  reload: () => void = () => location.reload(),
  isConnected: () => boolean = () => navigator.onLine,
  now: () => number = Date.now,
): void {
  addEventListener("vite:preloadError", (event) => {
    const last = Number(sessionStorage.getItem(RELOADED_AT) ?? 0);
    if (!isConnected() || anythingUnsaved() || now() - last < RELOAD_AGAIN_AFTER_MS) return;
    event.preventDefault();
    sessionStorage.setItem(RELOADED_AT, String(now()));
    reload();
  });
}

/** The service worker had a Background Sync event and asks open pages to send what waits. */
export function onBackgroundSync(drain: () => void): void {
  if (!("serviceWorker" in navigator)) return;
  navigator.serviceWorker.addEventListener("message", (event: MessageEvent<unknown>) => {
    const { data } = event;
    if (typeof data === "object" && data !== null && "type" in data && data.type === "DRAIN") drain();
  });
}
