/** The app puts one thing at the end of every page's top bar: the sync mark. The kit does not know what it is. */
import type { Component, InjectionKey } from "vue";

export const topBarEndKey: InjectionKey<Component> = Symbol("end of the top bar");
