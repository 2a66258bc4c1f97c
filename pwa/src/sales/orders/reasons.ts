/** Why an order awaits a person, and who that person is, in words. */
import { t } from "@/i18n";

const WHYS = ["price", "credit", "amount", "finance"] as const;
const STEPS = ["manager", "director", "finance"] as const;

export function whyAsked(why: string): string {
  const known = WHYS.find((one) => one === why);
  return known === undefined ? why : t(`sales.why_${known}`);
}

export function approverWord(step: string): string {
  const known = STEPS.find((one) => one === step);
  return known === undefined ? step : t(`sales.step_${known}`);
}
