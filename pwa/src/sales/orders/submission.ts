/** What became of a submission, in the few ways a page can go on from it. */
import type { MissingPaper } from "@/compliance/qualifications/papersGate";
import type { Failure } from "@/graphql/client";
import type { ChangeOrderMutation } from "./changeOrder.graphql";

export interface Placed {
  readonly kind: "placed";
  readonly orderId: string;
  readonly number: string;
  readonly state: string;
  /** The right that must decide next; null when the order was released by rule. */
  readonly awaits: string | null;
}

export type SubmitRefusal =
  | { readonly kind: "papers"; readonly message: string; readonly missing: readonly MissingPaper[] }
  | {
      readonly kind: "short";
      readonly message: string;
      readonly product: string;
      readonly wanted: string;
      readonly onHand: string;
      readonly unit: string;
    }
  | {
      readonly kind: "prices";
      readonly message: string;
      readonly lines: readonly { readonly lineId: string; readonly shown: string; readonly now: string }[];
    }
  | { readonly kind: "other"; readonly message: string };

export type Submission =
  | Placed
  /** Saved on this phone; it goes out by itself. */
  | { readonly kind: "waiting" }
  /** The phone could not save it: the form must stay open. */
  | { readonly kind: "notSaved" }
  | { readonly kind: "refused"; readonly refusal: SubmitRefusal }
  | { readonly kind: "unanswered"; readonly failure: Failure };

type Result = ChangeOrderMutation["changeOrder"];

/** Refusals that have no way on of their own here are told in the server's words, also those of a newer server. */
export function submissionOf(result: Result): Submission {
  switch (result.__typename) {
    case "OrderPlaced":
      return {
        kind: "placed",
        orderId: result.orderId,
        number: result.number,
        state: result.state,
        awaits: result.awaits,
      };
    case "QualificationMissing":
      return { kind: "refused", refusal: { ...result, kind: "papers" } };
    case "LotShort":
      return { kind: "refused", refusal: { ...result, kind: "short" } };
    case "PriceChanged":
      return { kind: "refused", refusal: { ...result, kind: "prices" } };
    default:
      return { kind: "refused", refusal: { kind: "other", message: result.message } };
  }
}
