/** The asker's inbox, live: a nudge of kind "notice" asks again. */
import { computed, ref, shallowRef, type Ref } from "vue";
import { usePages } from "@/graphql/usePages";
import { useGraphQL, useLive, useQuery, type Query } from "@/graphql/useQuery";
import { newId } from "@/platform/ids";
import { NoticeChangesDocument } from "./noticeChanges.graphql";
import { NoticesDocument, type NoticesQuery } from "./notices.graphql";
import { ReadNoticesDocument } from "./readNotices.graphql";
import { UnreadNoticesDocument, type UnreadNoticesQuery } from "./unread.graphql";

export type InboxNotice = NoticesQuery["notices"]["items"][number];

const SHOWN = 30;
/** As many as the server marks at once. */
const READ_AT_ONCE_MAX = 100;
const KINDS = { kinds: ["notice"] };

export function useUnread(): Query<UnreadNoticesQuery> {
  const query = useQuery(UnreadNoticesDocument, {});
  useLive(NoticeChangesDocument, KINDS, () => void query.retry());
  return query;
}

export function useNotices(unread: Readonly<Ref<boolean>>) {
  const { client } = useGraphQL();
  const pages = usePages(
    NoticesDocument,
    computed(() => ({ first: SHOWN, after: null, unread: unread.value })),
    (data) => data.notices,
  );
  useLive(NoticeChangesDocument, KINDS, () => void pages.first.retry());

  const marking = ref(false);
  /** Why they could not be marked, in words; they stay unread. */
  const problem = shallowRef<string | null>(null);
  async function markRead(notices: readonly InboxNotice[]): Promise<void> {
    const noticeIds = notices
      .filter(({ readAt }) => readAt === null)
      .slice(0, READ_AT_ONCE_MAX)
      .map(({ id }) => id);
    if (noticeIds.length === 0 || marking.value) return;
    marking.value = true;
    problem.value = null;
    const answer = await client.ask(ReadNoticesDocument, { commandId: newId(), input: { noticeIds } });
    marking.value = false;
    if (!answer.ok) problem.value = answer.failure.message;
    else if (answer.data.readNotices.__typename !== "NoticesRead")
      problem.value = answer.data.readNotices.message;
    else await pages.first.retry();
  }
  return { ...pages, marking, problem, markRead };
}
