/** A quality task in words: what happened, and the facts that the one who opened it left behind. */
import { t } from "@/i18n";
import { decimal } from "@/i18n/formats";
import { outcomeStatus, verdictStatus } from "../deliveries/outcomes";

export function kindWords(kind: string): string {
  switch (kind) {
    case "temperature_out_of_range":
      return t("logistics.taskOutOfRange");
    case "temperature_no_data":
      return t("logistics.taskNoData");
    case "goods_came_back":
      return t("logistics.taskCameBack");
    case "goods_missing":
      return t("logistics.taskMissing");
    case "goods_broken":
      return t("logistics.taskBroken");
    default:
      return t("logistics.taskException");
  }
}

export interface Fact {
  readonly label: string;
  readonly value: string;
}

export interface Goods {
  readonly lotNumber: string;
  readonly productName: string;
  readonly specification: string;
  readonly unit: string;
  readonly quantity: string | null;
}

/** "人 IL-6 ELISA 试剂盒 96T · 2609B147 · 3 盒": a number alone says nothing. */
export function goodsInWords({ productName, specification, lotNumber, quantity, unit }: Goods): string {
  const counted = quantity === null ? [] : [`${decimal(quantity)} ${unit}`];
  return [`${productName} ${specification}`, lotNumber, ...counted].join(" · ");
}

/** What is known of a task: its goods first, then the facts in words; a quantity that the goods say is not said twice. */
export const knownOf = ({
  goods,
  facts,
}: {
  readonly goods: readonly Goods[];
  readonly facts: unknown;
}): readonly Fact[] => {
  const told = factsInWords(facts);
  return goods.length === 0
    ? told
    : [
        ...goods.map((one) => ({ label: t("logistics.factGoods"), value: goodsInWords(one) })),
        ...told.filter(({ label }) => label !== t("logistics.factQuantity")),
      ];
};

/** Facts arrive as JSON; those that have a word are shown, the rest is for other eyes (ids, lists of lines). */
export function factsInWords(facts: unknown): readonly Fact[] {
  if (typeof facts !== "object" || facts === null) return [];
  const labels: Readonly<Record<string, string>> = {
    quantity: t("logistics.factQuantity"),
    by: t("logistics.factBy"),
    celsius: t("logistics.factCelsius"),
    verdict: t("logistics.factVerdict"),
    exception: t("logistics.factException"),
    receiver: t("logistics.factReceiver"),
    reason: t("ui.why"),
    outcome: t("logistics.outcome"),
  };
  return Object.entries(facts).flatMap(([name, value]: [string, unknown]) => {
    const label = labels[name];
    if (label === undefined || (typeof value !== "string" && typeof value !== "number")) return [];
    return [{ label, value: valueInWords(name, value) }];
  });
}

function valueInWords(name: string, value: string | number): string {
  const written = String(value);
  if (name === "quantity") return decimal(value);
  if (name === "verdict") return verdictStatus(written)?.label ?? written;
  return name === "outcome" ? outcomeStatus(written).label : written;
}
