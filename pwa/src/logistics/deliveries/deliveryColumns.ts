/** The columns of the table of deliveries, in the language that is spoken now. */
import { t } from "@/i18n";
import { day } from "@/i18n/formats";
import type { TableColumn } from "@/ui/table";
import type { DeliveryRecordsQuery } from "./deliveryRecords.graphql";
import { outcomeStatus, verdictStatus } from "./outcomes";

export type DeliveryInList = DeliveryRecordsQuery["deliveries"]["items"][number];

/** When it ended; while it is under way, when it left. */
export const lastAt = ({ completedAt, departedAt }: DeliveryInList): string => completedAt ?? departedAt;

/** Our driver by name, or a carrier with the waybill that finds the parcel there. */
export const carriedBy = ({ driverName, carrier, waybill }: DeliveryInList): string =>
  driverName ?? [carrier, waybill].filter((part) => part !== null && part !== "").join(" ");

export function slipWord(slipState: string): string {
  if (slipState === "original") return t("logistics.slipOriginal");
  return t(slipState === "photo" ? "logistics.slipPhoto" : "logistics.slipNotBack");
}

export const deliveryColumns = (): readonly TableColumn<DeliveryInList>[] => [
  { name: "order", label: t("sales.number"), by: ({ orderNumber }) => orderNumber },
  {
    name: "note",
    label: t("logistics.deliveryNote"),
    by: ({ deliveryNoteNumber }) => deliveryNoteNumber,
  },
  { name: "customer", label: t("sales.customer"), by: ({ customerName }) => customerName },
  { name: "outcome", label: t("logistics.outcome"), by: ({ outcome }) => outcomeStatus(outcome).label },
  {
    name: "verdict",
    label: t("logistics.temperature"),
    by: ({ temperatureVerdict }) => verdictStatus(temperatureVerdict)?.label ?? "",
  },
  { name: "carried", label: t("logistics.carriedBy"), by: carriedBy },
  { name: "receiver", label: t("logistics.receiverName"), by: ({ receiverName }) => receiverName ?? "" },
  { name: "slip", label: t("logistics.slip"), by: ({ slipState }) => slipWord(slipState) },
  {
    name: "at",
    label: t("logistics.lastAt"),
    by: lastAt,
    text: (row) => day(lastAt(row)),
    right: true,
    largestFirst: true,
  },
];
