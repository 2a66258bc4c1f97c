/** The columns of the table of orders, in the language that is spoken now. */
import { t } from "@/i18n";
import { day } from "@/i18n/formats";
import { yuan, type TableColumn } from "@/ui/table";
import { stateWord } from "./states";
import type { OrderInList } from "./useOrders";

const NO_DAY = "9999"; // Orders for no particular day come after those for one.

export const orderColumns = (): readonly TableColumn<OrderInList>[] => [
  {
    name: "number",
    label: t("sales.number"),
    by: ({ number }) => number ?? "",
    text: ({ number }) => number ?? t("sales.draft"),
  },
  { name: "customer", label: t("sales.customer"), by: ({ customerName }) => customerName },
  { name: "state", label: t("sales.state"), by: ({ state }) => stateWord(state) },
  { name: "purchase", label: t("sales.purchaseNumber"), by: ({ purchaseNumber }) => purchaseNumber ?? "" },
  {
    name: "wanted",
    label: t("sales.wantedOn"),
    by: ({ wantedOn }) => wantedOn ?? NO_DAY,
    text: ({ wantedOn }) => wantedOn ?? "",
  },
  { name: "lines", label: t("sales.lines"), by: ({ lineCount }) => lineCount, right: true },
  {
    name: "total",
    label: t("sales.total"),
    by: ({ totalFen }) => totalFen,
    text: ({ totalFen }) => yuan(totalFen),
    right: true,
    largestFirst: true,
  },
  {
    name: "ordered",
    label: t("sales.orderedAt"),
    by: ({ orderedAt }) => orderedAt,
    text: ({ orderedAt }) => day(orderedAt),
    right: true,
    largestFirst: true,
  },
];
