/** Papers, regimes and what stands of them, in words. */
import { t } from "@/i18n";
import { day, daysUntil } from "@/i18n/formats";
import type { Status, StatusTone } from "@/ui/statuses";
import type { IconName } from "@/ui/icons";

export const PAPER_TYPES = [
  "business_licence",
  "drug_operating_licence",
  "device_operating_filing",
  "device_operating_licence",
  "medical_institution_licence",
  "research_use_statement",
  "hazchem_purchase_licence",
  "precursor_purchase_filing",
  "letter_of_authority",
  "quality_agreement",
] as const;
export type PaperTypeName = (typeof PAPER_TYPES)[number];

export const REGIMES = ["drug", "device_1", "device_2", "device_3", "hazchem", "precursor", "ruo"] as const;
export type RegimeName = (typeof REGIMES)[number];

export const STANDINGS = [
  "none",
  "rejected",
  "pending",
  "not_yet",
  "valid",
  "expiring",
  "expired",
  "out_of_scope",
] as const;
export type StandingName = (typeof STANDINGS)[number];

/** A paper as a list of its holder's shows it. */
export interface HeldPaper {
  readonly id: string;
  readonly type: PaperTypeName;
  readonly number: string;
  readonly scope: readonly string[];
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly attachmentId: string | null;
  readonly reason: string | null;
  readonly standing: StandingName;
}

export const paperWord = (type: PaperTypeName): string => t(`compliance.${type}`);
export const regimeWord = (regime: RegimeName): string => t(`compliance.regime_${regime}`);

/** A paper's scope as the server sends it, plain text: a regime that this version does not know stands for itself. */
export const scopeWords = (scope: readonly string[]): string =>
  scope.map((name) => regimeText(name)).join(t("compliance.comma"));

/** An order line's regime, plain text on the wire; what this version does not know is asked no papers for here. */
export const regimeOf = (name: string): RegimeName => REGIMES.find((regime) => regime === name) ?? "ruo";

function regimeText(name: string): string {
  const known = REGIMES.find((regime) => regime === name);
  return known === undefined ? name : regimeWord(known);
}

const LOOKS: Readonly<Record<StandingName, { readonly tone: StatusTone; readonly icon: IconName }>> = {
  none: { tone: "red", icon: "no" },
  rejected: { tone: "red", icon: "no" },
  pending: { tone: "yellow", icon: "clock" },
  not_yet: { tone: "yellow", icon: "clock" },
  valid: { tone: "green", icon: "check" },
  expiring: { tone: "yellow", icon: "alert" },
  expired: { tone: "red", icon: "no" },
  out_of_scope: { tone: "red", icon: "no" },
};

/** `validTo` says how many days are left of one that ends soon. */
export const standingStatus = (
  standing: StandingName,
  validTo: string | null = null,
  today: string = day(new Date()),
): Status => ({
  ...LOOKS[standing],
  label:
    standing === "expiring" && validTo !== null
      ? t("compliance.endsIn", { count: daysUntil(validTo, today) })
      : t(`compliance.standing_${standing}`),
});

export const periodWords = ({ validFrom, validTo }: Pick<HeldPaper, "validFrom" | "validTo">): string =>
  validTo === null ? t("compliance.from", { date: validFrom }) : t("compliance.until", { date: validTo });

/** "医疗器械经营许可证：已于 2026-11-19 到期"; for an open gate the papers of which one is there. */
export function gateAsks(gate: {
  readonly open: boolean;
  readonly anyOf: readonly PaperTypeName[];
  readonly paperType: PaperTypeName | null;
  readonly why: StandingName | null;
  readonly endedOn: string | null;
}): string {
  const asked = gate.anyOf.map((type) => paperWord(type)).join(t("compliance.or"));
  return gate.open || gate.why !== "expired" ? asked : `${asked} · ${whyWord(gate.why, gate.endedOn)}`;
}

/** Why a paper does not open the gate, with its last day where there was one. */
export function whyWord(why: StandingName, endedOn: string | null): string {
  return why === "expired" && endedOn !== null
    ? t("compliance.endedOn", { date: endedOn })
    : t(`compliance.standing_${why}`);
}
