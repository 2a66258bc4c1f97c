/**
 * Whether a customer's papers let an order pass, line by line. The server judges each regime (it knows the rules and the
 * papers); what a line lacks follows from its regime alone, so this needs no network.
 */
import type { PaperTypeName, RegimeName, StandingName } from "./papers";

/** One regime's answer, as the server gave it for a day. */
export interface RegimeGate {
  readonly regime: RegimeName;
  readonly open: boolean;
  readonly paperType: PaperTypeName | null;
  readonly why: StandingName | null;
  readonly endedOn: string | null;
}

export interface MissingPaper {
  /** 1, 2, … as the person counts the lines. */
  readonly line: number;
  readonly regime: RegimeName;
  readonly paperType: PaperTypeName;
  readonly why: StandingName;
  readonly endedOn: string | null;
}

export function missingPapers(
  lines: readonly { readonly regime: RegimeName }[],
  gates: readonly RegimeGate[],
): readonly MissingPaper[] {
  const shut = new Map(gates.filter(({ open }) => !open).map((gate) => [gate.regime, gate]));
  return lines.flatMap(({ regime }, index) => {
    const gate = shut.get(regime);
    if (gate === undefined || gate.paperType === null) return [];
    return [
      {
        line: index + 1,
        regime,
        paperType: gate.paperType,
        why: gate.why ?? "none",
        endedOn: gate.endedOn,
      },
    ];
  });
}
