/** A list that grows by pages: the first is asked as usual, the next ones on demand. */
import {
  computed,
  ref,
  shallowRef,
  toValue,
  watch,
  type ComputedRef,
  type MaybeRefOrGetter,
  type Ref,
} from "vue";
import type { Failure } from "./client";
import type { Document } from "./document";
import { useGraphQL, useQuery, type Query } from "./useQuery";

export interface PageOf<Item> {
  readonly items: readonly Item[];
  readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean };
}

export interface Pages<Data, Item> {
  /** The first page: skeleton, failure and age are its. */
  readonly first: Query<Data>;
  readonly items: ComputedRef<readonly Item[]>;
  readonly hasMore: ComputedRef<boolean>;
  readonly loadingMore: Readonly<Ref<boolean>>;
  /** Why the next page could not be had; what is shown stays. */
  readonly moreFailed: Readonly<Ref<Failure | null>>;
  more(): Promise<void>;
}

export function usePages<Data, Variables extends { readonly after?: string | null | undefined }, Item>(
  document: Document<Data, Variables>,
  variables: MaybeRefOrGetter<Variables>,
  pageIn: (data: Data) => PageOf<Item>,
): Pages<Data, Item> {
  const { client } = useGraphQL();
  const first = useQuery(document, variables);
  const later = shallowRef<readonly PageOf<Item>[]>([]);
  const loadingMore = ref(false);
  const moreFailed = shallowRef<Failure | null>(null);
  const pages = computed(() => (first.state === "ready" ? [pageIn(first.data), ...later.value] : []));
  const last = computed(() => pages.value.at(-1)?.pageInfo ?? null);

  watch(
    () => [JSON.stringify(toValue(variables)), first.state === "ready" ? first.data : null],
    () => {
      later.value = []; // Cursors belong to the answer they came with.
      moreFailed.value = null;
    },
    { flush: "sync" },
  );

  return {
    first,
    items: computed(() => pages.value.flatMap(({ items }) => items)),
    hasMore: computed(() => last.value?.hasNextPage ?? false),
    loadingMore,
    moreFailed,
    async more() {
      const after = last.value?.endCursor;
      if (loadingMore.value || after === null || after === undefined) return;
      const asked = first.state === "ready" ? first.data : null;
      loadingMore.value = true;
      const answer = await client.ask(document, { ...toValue(variables), after });
      loadingMore.value = false;
      if (asked !== (first.state === "ready" ? first.data : null)) return; // The list was asked anew meanwhile.
      if (answer.ok) later.value = [...later.value, pageIn(answer.data)];
      else moreFailed.value = answer.failure;
    },
  };
}
