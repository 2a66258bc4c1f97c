/**
 * Back to where one had read: pages scroll in a region of their own, which browsers do not put back. Nothing is kept
 * when the app is closed.
 */
import { onBeforeUnmount, onMounted, type Ref } from "vue";

const GIVE_UP_MS = 3_000;
const tops = new Map<number, number>();

/** `region` scrolls, and its first child grows as answers arrive. To be called in the setup of what a route shows. */
export function useScrollMemory(region: Readonly<Ref<HTMLElement | null>>): void {
  const { position, forward } = entry();
  // Nothing lies ahead of an entry that was just made: it begins at its top.
  const wanted = forward === null ? 0 : (tops.get(position) ?? 0);
  let growing: ResizeObserver | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = (): void => {
    growing?.disconnect();
    growing = null;
    clearTimeout(timer);
  };

  onMounted(() => {
    const element = region.value;
    if (element === null) return;
    element.addEventListener("scroll", () => growing ?? tops.set(position, element.scrollTop), {
      passive: true,
    });
    const content = element.firstElementChild;
    if (wanted === 0 || content === null) return void tops.delete(position);
    for (const touch of ["pointerdown", "wheel", "keydown"])
      element.addEventListener(touch, stop, { once: true });
    growing = new ResizeObserver(() => {
      element.scrollTop = wanted;
      if (element.scrollTop >= wanted - 1) stop();
    });
    growing.observe(content);
    timer = setTimeout(stop, GIVE_UP_MS);
  });
  onBeforeUnmount(stop);
}

/** What the router writes beside each address. */
function entry(): { readonly position: number; readonly forward: unknown } {
  const state: unknown = history.state;
  if (typeof state !== "object" || state === null) return { position: 0, forward: null };
  const position = "position" in state && typeof state.position === "number" ? state.position : 0;
  return { position, forward: "forward" in state ? state.forward : null };
}
