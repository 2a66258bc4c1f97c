/** What the app puts at the end of every page's top bar; `deep` on a page with the way back, where room is scarce. The
 * kit does not know what it is. */
import type { Component, InjectionKey } from "vue";

export const topBarEndKey: InjectionKey<Component> = Symbol("end of the top bar");
