/** Chromium offers installing by an event that comes once, often before anybody opens the page that asks. */
import { readonly, ref, shallowRef } from "vue";

interface InstallPrompt extends Event {
  prompt(): Promise<unknown>;
}

const offered = shallowRef<InstallPrompt | null>(null);
const possible = ref(false);

export const canInstall = readonly(possible);

export function listenForInstallOffer(): void {
  addEventListener("beforeinstallprompt", (event) => {
    if (!isInstallPrompt(event)) return;
    event.preventDefault();
    offered.value = event;
    possible.value = true;
  });
  addEventListener("appinstalled", () => {
    offered.value = null;
    possible.value = false;
  });
}

export async function askToInstall(): Promise<void> {
  await offered.value?.prompt();
  offered.value = null;
  possible.value = false;
}

function isInstallPrompt(event: Event): event is InstallPrompt {
  return "prompt" in event && typeof event.prompt === "function";
}
