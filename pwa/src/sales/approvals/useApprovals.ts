/** What awaits the person's decision, live, and deciding on it. */
import { ref, type Ref } from "vue";
import { usePages, type Pages } from "@/graphql/usePages";
import { useGraphQL } from "@/graphql/useQuery";
import { newId } from "@/platform/ids";
import { onOrderChanges } from "../orders/useOrders";
import { ApprovalsForMeDocument, type ApprovalsForMeQuery } from "./approvalsForMe.graphql";
import { DecideApprovalDocument } from "./decideApproval.graphql";

export type ApprovalToDecide = ApprovalsForMeQuery["approvalsForMe"]["items"][number];

/** Who submitted the order. */
export const askedBy = ({ order }: ApprovalToDecide): string =>
  order?.steps.find(({ state }) => state === "submitted")?.userName ?? "";

/** By pages: with lines and steps, ten are about as much as one question may cost. */
export function useApprovalsForMe(first: number): Pages<ApprovalsForMeQuery, ApprovalToDecide> {
  const pages = usePages(
    ApprovalsForMeDocument,
    () => ({ first }),
    ({ approvalsForMe }) => approvalsForMe,
  );
  onOrderChanges(() => void pages.first.retry());
  return pages;
}

export type Decided = { readonly kind: "decided" } | { readonly kind: "refused"; readonly message: string };

export interface Deciding {
  readonly busy: Readonly<Ref<boolean>>;
  decide(approvalId: string, approve: boolean, reason: string): Promise<Decided>;
}

export function useDeciding(): Deciding {
  const { client } = useGraphQL();
  const busy = ref(false);
  const commands = new Map<string, string>();
  return {
    busy,
    async decide(approvalId, approve, reason) {
      const content = JSON.stringify([approvalId, approve, reason]);
      const commandId = commands.get(content) ?? newId();
      commands.set(content, commandId); // The same decision sent twice acts once.
      busy.value = true;
      const input = { approvalId, approve, reason: reason === "" ? null : reason };
      const answer = await client.ask(DecideApprovalDocument, { commandId, input });
      busy.value = false;
      if (!answer.ok) return { kind: "refused", message: answer.failure.message };
      const result = answer.data.decideApproval;
      return result.__typename === "ApprovalDecided"
        ? { kind: "decided" }
        : { kind: "refused", message: result.message };
    },
  };
}
