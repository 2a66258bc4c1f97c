/** Posts and their periods, in words and as facts. */
import { t } from "@/i18n";
import { day } from "@/i18n/formats";
import type { Status } from "@/ui/statuses";

export interface Period {
  readonly validFrom: string;
  readonly validTo: string | null;
}

export type When = "now" | "later" | "over";

export function whenOf({ validFrom, validTo }: Period, now: Date): When {
  if (validTo !== null && new Date(validTo) <= now) return "over";
  return new Date(validFrom) > now ? "later" : "now";
}

const LOOKS = {
  now: { tone: "green", icon: "check", label: "identity.inPost" },
  later: { tone: "neutral", icon: "clock", label: "identity.notYetInPost" },
  over: { tone: "neutral", icon: "no", label: "identity.outOfPost" },
} as const;

export function whenStatus(when: When): Status {
  const { label, ...look } = LOOKS[when];
  return { ...look, label: t(label) };
}

export const periodText = ({ validFrom, validTo }: Period): string =>
  validTo === null
    ? t("identity.fromOn", { from: day(validFrom) })
    : t("identity.fromTo", { from: day(validFrom), to: day(validTo) });

/** The first moment of a day where the person stands; the server wants the zone with it. */
export const startOf = (date: string): string => new Date(`${date}T00:00:00`).toISOString();

/** A last day is included: the post ends when the next day begins. */
export function endOf(date: string): string {
  const next = new Date(`${date}T00:00:00`);
  next.setDate(next.getDate() + 1);
  return next.toISOString();
}

/** Who can be stood in for: colleagues who hold that post now, themselves and not as deputies of somebody. */
export const holdersOf = <
  Person extends {
    readonly id: string;
    readonly disabled: boolean;
    readonly tenures: readonly (Period & { readonly post: string })[];
  },
>(
  people: readonly Person[],
  post: string,
  except: string,
  now: Date,
): readonly Person[] =>
  people.filter(
    ({ id, disabled, tenures }) =>
      id !== except && !disabled && tenures.some((one) => one.post === post && whenOf(one, now) === "now"),
  );
