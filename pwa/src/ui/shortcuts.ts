/** Keys for people at a desk, from 1024 px. They are not heard while somebody types or a sheet is open. */
import { onBeforeUnmount, onMounted } from "vue";
import { WIDE } from "./wide";

export type Shortcut = "/" | "j" | "k" | "Enter" | "Escape";

export function useShortcut(key: Shortcut, act: (event: KeyboardEvent) => void): void {
  const hear = (event: KeyboardEvent): void => {
    if (event.key !== key || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (
      !matchMedia(WIDE).matches ||
      isTyping(event.target) ||
      document.querySelector("dialog[open]") !== null
    )
      return;
    if (key === "Enter" && event.target instanceof HTMLElement && event.target.matches("a, button, summary"))
      return;
    event.preventDefault();
    act(event);
  };
  onMounted(() => addEventListener("keydown", hear));
  onBeforeUnmount(() => removeEventListener("keydown", hear));
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("input, textarea, select, [contenteditable]");
}
