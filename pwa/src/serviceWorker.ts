/// <reference lib="webworker" />
/**
 * Keeps the app usable without network: every file is precached, every address of ours opens, deep links too.
 * A new version waits (no skipWaiting on install) until a page says SKIP_WAITING.
 */
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from "workbox-precaching";
import { NavigationRoute, registerRoute } from "workbox-routing";

declare const self: ServiceWorkerGlobalScope;

interface SyncEvent extends ExtendableEvent {
  readonly tag: string;
}

/** Answered by the server only, never by the app's own page. */
const SERVER_ADDRESSES = [
  /^\/graphql/,
  /^\/auth\//,
  /^\/attachments\//,
  /^\/sync\//,
  /^\/health/,
  /^\/files\//,
];
const OUTBOX_TAG = "outbox";

precacheAndRoute(self.__WB_MANIFEST);
cleanupOutdatedCaches();
registerRoute(new NavigationRoute(createHandlerBoundToURL("index.html"), { denylist: SERVER_ADDRESSES }));

self.addEventListener("message", (event) => {
  const message: unknown = event.data;
  if (
    typeof message === "object" &&
    message !== null &&
    "type" in message &&
    message.type === "SKIP_WAITING"
  ) {
    void self.skipWaiting();
  }
});

self.addEventListener("sync", (event) => {
  if (isSync(event) && event.tag === OUTBOX_TAG) event.waitUntil(askPagesToDrain());
});

function isSync(event: Event): event is SyncEvent {
  return "tag" in event && "waitUntil" in event;
}

async function askPagesToDrain(): Promise<void> {
  for (const page of await self.clients.matchAll({ type: "window" })) page.postMessage({ type: "DRAIN" });
}
