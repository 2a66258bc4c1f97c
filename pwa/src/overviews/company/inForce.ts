/** What a firm's papers amount to: of each kind the one that counts, and which kinds want a person's eye. */
import type { HeldPaper, StandingName } from "@/compliance/qualifications/papers";

/** From the one that opens most to the one that opens nothing; a paper on its way does not replace one in force. */
const COUNTS: readonly StandingName[] = [
  "valid",
  "expiring",
  "out_of_scope",
  "not_yet",
  "pending",
  "expired",
  "rejected",
  "none",
];
const QUIET: ReadonlySet<StandingName> = new Set(["valid", "out_of_scope"]);

export interface InForce<Paper> {
  /** How many kinds there are. */
  readonly kinds: number;
  /** Of the kinds that are not simply in force, the paper that counts, the first to end first. */
  readonly wanting: readonly Paper[];
}

/** A licence that was renewed is judged by its renewal: the old one's end is history. */
export function inForce<Paper extends Pick<HeldPaper, "type" | "standing" | "validTo">>(
  papers: readonly Paper[],
): InForce<Paper> {
  const counting = new Map<Paper["type"], Paper>();
  for (const paper of papers) {
    const known = counting.get(paper.type);
    if (known === undefined || rank(paper) < rank(known)) counting.set(paper.type, paper);
  }
  const wanting = [...counting.values()]
    .filter(({ standing }) => !QUIET.has(standing))
    .sort((left, right) => (left.validTo ?? "9999").localeCompare(right.validTo ?? "9999"));
  return { kinds: counting.size, wanting };
}

const rank = ({ standing }: Pick<HeldPaper, "standing">): number => COUNTS.indexOf(standing);
