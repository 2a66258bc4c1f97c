/**
 * Whether our server can be reached: `navigator.onLine` only says that there is a cable. A hotel or hospital portal
 * answers everything with its own HTML page, so only our own JSON counts.
 */
import { inject, readonly, ref, type InjectionKey, type Ref } from "vue";

export type Network = "online" | "offline" | "captive";

const PROBE_PATH = "/health/live";
const PROBE_TIMEOUT_MS = 5_000;
const PROBE_AGAIN_MS = 30_000;

export interface NetworkState {
  readonly state: Readonly<Ref<Network>>;
  /** Somebody's request failed, or somebody wants to know now. */
  probe(): Promise<Network>;
  stop(): void;
}

export const networkKey: InjectionKey<NetworkState> = Symbol("network");

export function useNetwork(): NetworkState {
  const network = inject(networkKey);
  if (network === undefined) throw new Error("useNetwork outside the app");
  return network;
}

export function watchNetwork(
  fetcher: typeof fetch = fetch,
  isConnected: () => boolean = () => navigator.onLine,
): NetworkState {
  const state = ref<Network>(isConnected() ? "online" : "offline");
  let running: Promise<Network> | null = null;

  const probe = (): Promise<Network> => {
    running ??= reach(fetcher, isConnected).then((found) => {
      state.value = found;
      running = null;
      return found;
    });
    return running;
  };
  const probeWhenVisible = (): void => {
    if (document.visibilityState === "visible") void probe();
  };
  const timer = setInterval(() => {
    if (state.value !== "online") probeWhenVisible();
  }, PROBE_AGAIN_MS);
  const goOffline = (): void => {
    state.value = "offline";
  };

  addEventListener("online", probe);
  addEventListener("offline", goOffline);
  addEventListener("pageshow", probeWhenVisible);
  document.addEventListener("visibilitychange", probeWhenVisible);
  return {
    state: readonly(state),
    probe,
    stop() {
      clearInterval(timer);
      removeEventListener("online", probe);
      removeEventListener("offline", goOffline);
      removeEventListener("pageshow", probeWhenVisible);
      document.removeEventListener("visibilitychange", probeWhenVisible);
    },
  };
}

async function reach(fetcher: typeof fetch, isConnected: () => boolean): Promise<Network> {
  if (!isConnected()) return "offline";
  try {
    const answer = await fetcher(PROBE_PATH, {
      cache: "no-store",
      redirect: "manual",
      signal: AbortSignal.timeout(PROBE_TIMEOUT_MS),
    });
    if (isOurs(answer)) return "online";
    // A proxy that says "bad gateway" in HTML means that our server is away, not that a portal wants a login.
    return answer.status >= 500 ? "offline" : "captive";
  } catch {
    return "offline";
  }
}

/** Our server speaks JSON, with any status; a portal redirects or speaks HTML. */
export function isOurs(answer: Response): boolean {
  return answer.type !== "opaqueredirect" && /\bjson\b/.test(answer.headers.get("content-type") ?? "");
}
