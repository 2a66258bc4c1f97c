/** Papers, regimes and what stands of them, in words. */
import { t } from "@/i18n";
import type { Status, StatusTone } from "@/ui/statuses";
import type { IconName } from "@/ui/icons";

export type PaperTypeName =
  | "business_licence"
  | "drug_operating_licence"
  | "device_operating_filing"
  | "device_operating_licence"
  | "medical_institution_licence"
  | "research_use_statement"
  | "hazchem_purchase_licence"
  | "precursor_purchase_filing"
  | "letter_of_authority"
  | "quality_agreement";

const REGIMES = ["drug", "device_1", "device_2", "device_3", "hazchem", "precursor", "ruo"] as const;
export type RegimeName = (typeof REGIMES)[number];

export type StandingName =
  "none" | "rejected" | "pending" | "not_yet" | "valid" | "expiring" | "expired" | "out_of_scope";

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

export const standingStatus = (standing: StandingName): Status => ({
  ...LOOKS[standing],
  label: t(`compliance.standing_${standing}`),
});

/** Why a paper does not open the gate, with its last day where there was one. */
export function whyWord(why: StandingName, endedOn: string | null): string {
  return why === "expired" && endedOn !== null
    ? t("compliance.endedOn", { date: endedOn })
    : t(`compliance.standing_${why}`);
}
