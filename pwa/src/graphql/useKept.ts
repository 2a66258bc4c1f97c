/** What was last read, while something newer is on its way: a list does not vanish under a person's typing. */
import { computed, shallowRef, watch, type ComputedRef, type ShallowRef } from "vue";
import type { Query } from "./useQuery";

export interface Kept<Data> {
  readonly data: Readonly<ShallowRef<Data | null>>;
  /** Nothing to show yet, and nothing went wrong. */
  readonly empty: ComputedRef<boolean>;
  /** When what is shown was answered, if a newer answer could not be had. */
  readonly staleSince: ComputedRef<string | null>;
}

export function useKept<Data>(query: Query<Data>): Kept<Data> {
  const data = shallowRef<Data | null>(null);
  watch(
    () => (query.state === "ready" ? query.data : null),
    (now) => {
      if (now !== null) data.value = now;
    },
    { immediate: true },
  );
  return {
    data,
    empty: computed(() => data.value === null && query.state !== "failed"),
    staleSince: computed(() => (query.state === "ready" ? query.staleSince : null)),
  };
}
