/** How a command looks to the person who gave it: each domain says it for its own, the app collects them. */
import { inject, type InjectionKey } from "vue";
import type { RouteLocationRaw } from "vue-router";
import type { JsonObject } from "@offline/digest";
import type { PlainKey } from "@/i18n";
import type { OfflineName } from "./queue";

export interface CommandFace {
  readonly title: PlainKey;
  /** Which customer, order or delivery, as the person knows it. */
  readonly about?: (input: JsonObject) => string | null;
  /** The form, filled in anew from what was refused; it enqueues with `supersedes`. */
  readonly fix?: (input: JsonObject, id: string) => RouteLocationRaw;
}

export type CommandFaces = Partial<Record<OfflineName, CommandFace>>;

export const facesKey: InjectionKey<CommandFaces> = Symbol("faces of commands");

export function useFace(): (name: string) => CommandFace {
  const faces = new Map<string, CommandFace>(Object.entries(inject(facesKey, {})));
  return (name) => faces.get(name) ?? { title: "sync.aCommand" };
}
