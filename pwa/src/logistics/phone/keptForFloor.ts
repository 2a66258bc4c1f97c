/** What pickers and drivers read without network beside their tasks and stops; the pages themselves keep it. */
import type { Document } from "@/graphql/document";
import type { KeptAnswer } from "@/graphql/keptAnswers";
import { personalDatabase } from "@/platform/personalDatabase";
import { snapshotStore } from "@/platform/snapshots";
import { answersFromRemarks } from "@/sales/remarks/keptRemarks";
import { answerFrom, shelfOf, type Shelf } from "@/sync/keptAnswers";

let current: { readonly userId: string; readonly shelf: Shelf } | null = null;

export async function answerForFloor<Data, Variables>(
  userId: string,
  document: Document<Data, Variables>,
  variables: Variables,
): Promise<KeptAnswer<Data> | null> {
  if (current?.userId !== userId) {
    current = { userId, shelf: shelfOf(snapshotStore(personalDatabase(userId))) };
  }
  return await answerFrom(answersFromRemarks, current.shelf, document, variables);
}
