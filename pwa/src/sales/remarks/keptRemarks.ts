/** Remarks that a phone keeps are read again under the question that they were asked with. */
import { answering, type Answering } from "@/sync/keptAnswers";
import { OrderRemarksDocument } from "./orderRemarks.graphql";

export const answersFromRemarks: readonly Answering[] = [
  answering(OrderRemarksDocument, (variables, shelf) => shelf.read(OrderRemarksDocument, variables)),
];
