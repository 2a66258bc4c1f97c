/// <reference types="vite/client" />

/** Version of this build: package version and day. */
declare const __APP_VERSION__: string;

interface WindowEventMap {
  "vite:preloadError": Event;
}
