/** What App.vue needs and main.ts makes: the composition root's list of introductions. */
import { inject, type InjectionKey } from "vue";
import type { NetworkState } from "@/platform/network";
import type { ThemeChoice } from "@/platform/theme";
import type { Updates } from "@/platform/updates";
import type { DemoLogin } from "./authClient";
import type { SessionKeeper } from "./session";

export interface Services {
  readonly session: SessionKeeper;
  readonly network: NetworkState;
  readonly theme: ThemeChoice;
  readonly updates: Updates;
  /** Who may be tried at a demo company; empty everywhere else. */
  readonly demoLogins: readonly DemoLogin[];
}

export const servicesKey: InjectionKey<Services> = Symbol("services");

export function useServices(): Services {
  const services = inject(servicesKey);
  if (services === undefined) throw new Error("useServices outside the app");
  return services;
}
