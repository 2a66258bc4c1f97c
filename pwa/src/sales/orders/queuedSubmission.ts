/** What the server's answer to a queued submission means for the form; read when there is one. */
import { isObject } from "@offline/digest";
import type { Outcome } from "@offline/outcome";
import * as v from "valibot";
import { PAPER_TYPES, REGIMES, STANDINGS } from "@/compliance/qualifications/papers";
import type { Submission, SubmitRefusal } from "./submission";

const MISSING = v.object({
  line: v.number(),
  regime: v.picklist(REGIMES),
  paper_type: v.picklist(PAPER_TYPES),
  why: v.picklist(STANDINGS),
  ended_on: v.nullable(v.string()),
});
const FACTS = {
  QualificationMissing: v.object({ missing: v.array(MISSING) }),
  LotShort: v.object({ product: v.string(), wanted: v.string(), on_hand: v.string(), unit: v.string() }),
  PriceChanged: v.object({
    lines: v.array(v.object({ line_id: v.string(), shown: v.string(), now: v.string() })),
  }),
};

/** What became of a queued submission; null while that is open. Facts that are not understood are told in words. */
export function submissionOfOutcome(outcome: Outcome, orderId: string): Submission | null {
  switch (outcome.kind) {
    case "applied":
    case "replayed": {
      const { result } = outcome;
      const said = (name: string): string | null =>
        isObject(result) && typeof result[name] === "string" ? result[name] : null;
      return {
        kind: "placed",
        orderId,
        number: said("number") ?? "",
        state: said("state") ?? "",
        awaits: said("awaits"),
      };
    }
    case "refused":
      return { kind: "refused", refusal: refusalOf(outcome.refusal, outcome.message, outcome.facts) };
    default:
      return null;
  }
}

function refusalOf(name: string, message: string, facts: unknown): SubmitRefusal {
  if (name === "QualificationMissing" && v.is(FACTS.QualificationMissing, facts)) {
    const missing = facts.missing.map(({ line, regime, paper_type, why, ended_on }) => ({
      line,
      regime,
      paperType: paper_type,
      why,
      endedOn: ended_on,
    }));
    return { kind: "papers", message, missing };
  }
  if (name === "LotShort" && v.is(FACTS.LotShort, facts)) {
    const { product, wanted, on_hand, unit } = facts;
    return { kind: "short", message, product, wanted, onHand: on_hand, unit };
  }
  if (name === "PriceChanged" && v.is(FACTS.PriceChanged, facts)) {
    const lines = facts.lines.map(({ line_id, shown, now }) => ({ lineId: line_id, shown, now }));
    return { kind: "prices", message, lines };
  }
  return { kind: "other", message };
}
