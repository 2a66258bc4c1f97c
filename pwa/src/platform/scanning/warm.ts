/** A button that leads to a camera, once it is in view, readies everything behind it: worker, wasm, reader, viewer. */
import type { ObjectDirective } from "vue";
import { deviceDecoders } from "./decoder";
import { loadReader } from "./reader";

export const loadCameraScanner = async () => await import("./CameraScanner.vue");

export function warmScanner(): void {
  deviceDecoders.warm();
  void loadReader();
  void loadCameraScanner().catch(() => undefined);
}

/** After this much quiet: the page that holds the button is drawn first. */
const AFTER_MS = 300;

const watched = new WeakMap<Element, IntersectionObserver>();

export const vWarmsScanner: ObjectDirective<HTMLElement> = {
  mounted(button) {
    if (!("IntersectionObserver" in globalThis)) return;
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      setTimeout(warmScanner, AFTER_MS);
    });
    observer.observe(button);
    watched.set(button, observer);
  },
  beforeUnmount(button) {
    watched.get(button)?.disconnect();
  },
};
