/** Where a page keeps what the thumb presses: below what scrolls, so that it never lies over anything. */
import type { InjectionKey, Ref } from "vue";

export const thumbKey: InjectionKey<Readonly<Ref<HTMLElement | null>> | null> = Symbol("at the thumb");
