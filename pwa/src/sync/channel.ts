/** How pages and the service worker call each other about the queue. */

export const CHANNEL = "lotline-queue";
export const SYNC_TAG = "outbox";
