/** Says that what was asked for is here, or is not to be had: that part of the page now has its size. */
import { toValue, watch, type MaybeRefOrGetter } from "vue";

export function whenSettled(
  asked: MaybeRefOrGetter<readonly { readonly state: string }[]>,
  say: () => void,
): void {
  watch(
    () => toValue(asked).every(({ state }) => state !== "loading"),
    (settled) => {
      if (settled) say();
    },
    { immediate: true },
  );
}
