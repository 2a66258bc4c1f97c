/** Whether the window has room for a table, or for two panes: from 1024 px. */
import { onScopeDispose, readonly, ref, type Ref } from "vue";

export const WIDE = "(min-width: 1024px)";

export function useWide(): Readonly<Ref<boolean>> {
  const screen = matchMedia(WIDE);
  const wide = ref(screen.matches);
  const look = (): void => {
    wide.value = screen.matches;
  };
  screen.addEventListener("change", look);
  onScopeDispose(() => screen.removeEventListener("change", look));
  return readonly(wide);
}
