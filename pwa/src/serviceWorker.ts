/// <reference lib="webworker" />
/**
 * Keeps the app usable without network: every file is precached, every address of ours opens, deep links too.
 * A new version waits (no skipWaiting on install) until a page says SKIP_WAITING.
 */
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from "workbox-precaching";
import { NavigationRoute, registerRoute } from "workbox-routing";
import { sendInBackground } from "@/sync/backgroundSend";
import { CHANNEL, SYNC_TAG } from "@/sync/channel";

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
  if (isSync(event) && event.tag === SYNC_TAG) event.waitUntil(sendWaiting());
});

function isSync(event: Event): event is SyncEvent {
  return "tag" in event && "waitUntil" in event;
}

/** An open page holds a token and sends itself; without one the worker does. */
async function sendWaiting(): Promise<void> {
  const pages = await self.clients.matchAll({ type: "window" });
  for (const page of pages) page.postMessage({ type: "DRAIN" });
  if (pages.length === 0) await sendInBackground(fetch.bind(self), tellPages);
}

function tellPages(): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage("changed");
  channel.close();
}
