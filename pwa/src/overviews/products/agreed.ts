/** An agreed price: whether it holds today, and what is sent for a new one. */
import * as v from "valibot";
import type { SetCustomerPriceInput } from "@/catalog/products/setCustomerPrice.graphql";
import { t } from "@/i18n";
import type { Status } from "@/ui/statuses";
import { typedUnitPrice } from "@/ui/typedMoney";

interface Period {
  readonly validFrom: string;
  readonly validTo: string | null;
}
export type Standing = "now" | "later" | "ended";

/** Both days are included. */
export function standingOn({ validFrom, validTo }: Period, today: string): Standing {
  if (validFrom > today) return "later";
  return validTo !== null && validTo < today ? "ended" : "now";
}

export function standingOf(period: Period, today: string): Status {
  switch (standingOn(period, today)) {
    case "now":
      return { tone: "green", icon: "check", label: t("catalog.priceNow") };
    case "later":
      return { tone: "neutral", icon: "clock", label: t("catalog.priceLater") };
    case "ended":
      return { tone: "neutral", icon: "no", label: t("catalog.priceEnded") };
  }
}

export const periodWords = ({ validFrom, validTo }: Period): string =>
  validTo === null
    ? t("catalog.priceFrom", { date: validFrom })
    : t("catalog.pricePeriod", { first: validFrom, last: validTo });

const formSchema = v.object({
  priceId: v.string(),
  customer: v.nullable(v.object({ id: v.string(), name: v.string() })),
  unitPrice: v.string(),
  validFrom: v.nullable(v.string()),
  validTo: v.nullable(v.string()),
});
export type AgreedForm = v.InferOutput<typeof formSchema>;
export type Lacking = "customer" | "price" | "from" | "period";

export function lacking(form: AgreedForm): Lacking | null {
  if (form.customer === null) return "customer";
  if (typedUnitPrice(form.unitPrice) === null) return "price";
  if (form.validFrom === null) return "from";
  return form.validTo !== null && form.validTo < form.validFrom ? "period" : null;
}

/** null while something is missing. */
export function inputFrom(form: AgreedForm, productId: string): SetCustomerPriceInput | null {
  const unitPrice = typedUnitPrice(form.unitPrice);
  const { priceId, customer, validFrom, validTo } = form;
  if (customer === null || unitPrice === null || validFrom === null || lacking(form) !== null) return null;
  return { priceId, customerId: customer.id, productId, unitPrice, validFrom, validTo };
}

export function acceptedDraft(stored: unknown): Partial<AgreedForm> | null {
  const read = v.safeParse(formSchema, stored);
  return read.success ? read.output : null;
}
