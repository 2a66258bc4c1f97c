/** What a register shows of a row, field by field. The words of codes are the trade's; an unknown code stays as it is. */
import { t, type PlainKey } from "@/i18n";
import { celsius, clock, day, decimal, money } from "@/i18n/formats";
import type { HandOverRecordsQuery } from "./handOvers.graphql";
import type { RecheckRecordsQuery } from "./rechecks.graphql";
import type { SaleRecordsQuery } from "./sales.graphql";

export type Sale = SaleRecordsQuery["saleRecords"]["items"][number];
export type Recheck = RecheckRecordsQuery["recheckRecords"]["items"][number];
export type HandOver = HandOverRecordsQuery["handOverRecords"]["items"][number];

export interface Column<Row> {
  readonly label: PlainKey;
  /** The same field as the law of this row's product calls it, where that differs. */
  readonly byLaw?: Readonly<Partial<Record<Family, PlainKey>>>;
  readonly said: (row: Row) => string;
  readonly holds?: "number" | "code";
}

export type Family = "drug" | "device" | "other";

interface Goods {
  readonly regime: string;
  readonly catalogueNumber: string;
  readonly productName: string;
  readonly specification: string;
  readonly registrationNumber: string | null;
  readonly maker: string;
  readonly lotNumber: string;
  readonly serials: string | null;
  readonly expiresOn: string;
}

const WORDS: Readonly<Record<string, PlainKey>> = {
  drug: "registers.drug",
  device_1: "registers.device1",
  device_2: "registers.device2",
  device_3: "registers.device3",
  hazchem: "registers.hazchem",
  precursor: "registers.precursor",
  ruo: "registers.ruo",
  rechecked: "registers.rechecked",
  handed_over: "registers.handedOver",
  delivered: "registers.delivered",
  partly_delivered: "registers.partlyDelivered",
  refused: "registers.refused",
  not_delivered: "registers.notDelivered",
  accepted: "registers.qualityAccepted",
  within: "registers.within",
  below: "registers.below",
  above: "registers.above",
  no_data: "registers.noData",
  truck: "registers.truck",
  active_box: "registers.activeBox",
  passive_box: "registers.passiveBox",
  own_driver: "registers.ownDriver",
  courier: "registers.courier",
  not_back: "registers.slipNotBack",
  photo: "registers.slipPhoto",
  original: "registers.slipOriginal",
  password: "registers.byPassword",
  pin: "registers.byPin",
  passkey: "registers.byPasskey",
  drawn: "registers.byDrawing",
};

/** The word of a code of the server; one that this version does not know yet is shown as it came. */
export function word(code: string | null): string {
  if (code === null) return "";
  const key = Object.hasOwn(WORDS, code) ? WORDS[code] : undefined;
  return key === undefined ? code : t(key);
}

export function familyOf(regime: string): Family {
  if (regime === "drug") return "drug";
  return regime.startsWith("device_") ? "device" : "other";
}

/** The heading of a column over rows of every law, or of one row alone. */
export function heading<Row>({ label, byLaw }: Column<Row>, family?: Family): string {
  if (family !== undefined) return t(byLaw?.[family] ?? label);
  return [...new Set([label, ...Object.values(byLaw ?? {})])].map((key) => t(key)).join("／");
}

const moment = (at: string | null): string => (at === null ? "" : `${day(new Date(at))} ${clock(at)}`);
const degrees = (value: string | null): string => (value === null ? "" : celsius(value));

function limits({ celsiusMin, celsiusMax }: HandOver): string {
  if (celsiusMin === null && celsiusMax === null) return "";
  if (celsiusMin === null) return `≤ ${degrees(celsiusMax)}`;
  return celsiusMax === null ? `≥ ${degrees(celsiusMin)}` : `${degrees(celsiusMin)} ~ ${degrees(celsiusMax)}`;
}

/** What was not measured is said, never left empty beside limits. */
function arrival(row: HandOver): string {
  const missing = row.means !== null && row.arrivedAt !== null && row.arrivalCelsius === null;
  return missing ? t("registers.noData") : degrees(row.arrivalCelsius);
}

const goods: readonly Column<Goods>[] = [
  { label: "registers.product", byLaw: { drug: "registers.genericName" }, said: (row) => row.productName },
  { label: "registers.catalogueNumber", said: (row) => row.catalogueNumber, holds: "code" },
  {
    label: "registers.specification",
    byLaw: { device: "registers.specificationModel" },
    said: (row) => row.specification,
  },
  { label: "registers.regime", said: (row) => word(row.regime) },
  {
    label: "registers.registration",
    byLaw: { drug: "registers.approvalNumber", device: "registers.deviceRegistration" },
    said: (row) => row.registrationNumber ?? "",
  },
  {
    label: "registers.maker",
    byLaw: { drug: "registers.holder", device: "registers.registrant" },
    said: (row) => row.maker,
  },
  {
    label: "registers.lot",
    byLaw: { device: "registers.productionLot" },
    said: (row) => row.lotNumber,
    holds: "code",
  },
  { label: "registers.serials", said: (row) => row.serials ?? "", holds: "code" },
  { label: "registers.expiresOn", said: (row) => row.expiresOn },
];
const madeGoods: readonly Column<
  Goods & { readonly makerLicence: string | null; readonly madeOn: string | null }
>[] = [
  ...goods,
  { label: "registers.makerLicence", said: (row) => row.makerLicence ?? "" },
  { label: "registers.madeOn", said: (row) => row.madeOn ?? "" },
];

export const saleColumns: readonly Column<Sale>[] = [
  { label: "registers.soldAt", said: (row) => moment(row.soldAt) },
  { label: "registers.order", said: (row) => row.orderNumber, holds: "code" },
  {
    label: "registers.customer",
    byLaw: { device: "registers.deviceBuyer" },
    said: (row) => row.customerName,
  },
  ...madeGoods,
  { label: "registers.quantity", said: (row) => `${decimal(row.quantity)} ${row.unit}`, holds: "number" },
  { label: "registers.unitPrice", said: (row) => decimal(row.unitPrice), holds: "number" },
  { label: "registers.amount", said: (row) => money(row.amountFen), holds: "number" },
  { label: "registers.taxRate", said: (row) => decimal(row.taxRate), holds: "number" },
  { label: "registers.orderState", said: (row) => word(row.orderState) },
  {
    label: "registers.notTaken",
    said: (row) => (row.returned === null ? "" : decimal(row.returned)),
    holds: "number",
  },
  { label: "registers.customerLicence", said: (row) => row.customerLicence ?? "" },
  { label: "registers.address", said: (row) => row.customerAddress },
  { label: "registers.contact", said: (row) => `${row.customerContact} ${row.customerPhone}` },
  { label: "registers.seller", said: (row) => row.seller ?? "" },
  { label: "registers.salesperson", said: (row) => row.salesperson ?? "" },
  { label: "registers.note", said: (row) => row.deliveryNoteNumber, holds: "code" },
  { label: "registers.purchaseNumber", said: (row) => row.purchaseNumber ?? "", holds: "code" },
];

export const recheckColumns: readonly Column<Recheck>[] = [
  { label: "registers.recheckedAt", said: (row) => moment(row.recheckedAt) },
  { label: "registers.order", said: (row) => row.orderNumber, holds: "code" },
  {
    label: "registers.customer",
    byLaw: { device: "registers.deviceBuyer" },
    said: (row) => row.customerName,
  },
  ...madeGoods,
  { label: "registers.quantity", said: (row) => `${decimal(row.quantity)} ${row.unit}`, holds: "number" },
  { label: "registers.quality", said: (row) => word(row.quality) },
  { label: "registers.picker", said: (row) => row.picker ?? "" },
  { label: "registers.rechecker", said: (row) => row.rechecker },
  { label: "registers.signedBy", said: (row) => word(row.method) },
  { label: "registers.checkCode", said: (row) => row.checkCode, holds: "code" },
  { label: "registers.note", said: (row) => row.deliveryNoteNumber, holds: "code" },
];

export const handOverColumns: readonly Column<HandOver>[] = [
  { label: "registers.departedAt", said: (row) => moment(row.departedAt) },
  { label: "registers.order", said: (row) => row.orderNumber, holds: "code" },
  { label: "registers.consignee", said: (row) => row.customerName },
  ...goods,
  { label: "registers.storage", said: (row) => row.storageText },
  { label: "registers.sent", said: (row) => `${decimal(row.sent)} ${row.unit}`, holds: "number" },
  {
    label: "registers.received",
    said: (row) => (row.received === null ? "" : `${decimal(row.received)} ${row.unit}`),
    holds: "number",
  },
  { label: "registers.differenceReason", said: (row) => row.differenceReason ?? "" },
  { label: "registers.pieces", said: (row) => String(row.pieces), holds: "number" },
  { label: "registers.leg", said: (row) => word(row.leg) },
  { label: "registers.carrier", said: (row) => row.carrier ?? "" },
  { label: "registers.waybill", said: (row) => row.waybill ?? "", holds: "code" },
  { label: "registers.handedOverBy", said: (row) => row.handedOverBy },
  { label: "registers.driver", said: (row) => row.driver ?? "" },
  { label: "registers.means", said: (row) => word(row.means) },
  { label: "registers.plate", said: (row) => row.plate ?? "", holds: "code" },
  { label: "registers.boxNumber", said: (row) => row.boxNumber ?? "", holds: "code" },
  { label: "registers.logger", said: (row) => row.loggerNumber ?? "", holds: "code" },
  { label: "registers.limits", said: limits, holds: "number" },
  { label: "registers.departureCelsius", said: (row) => degrees(row.departureCelsius), holds: "number" },
  { label: "registers.arrivedAt", said: (row) => moment(row.arrivedAt) },
  { label: "registers.arrivalCelsius", said: arrival, holds: "number" },
  { label: "registers.verdict", said: (row) => word(row.temperatureVerdict) },
  { label: "registers.outcome", said: (row) => word(row.outcome) },
  { label: "registers.outcomeReason", said: (row) => row.outcomeReason ?? "" },
  { label: "registers.receivedBy", said: (row) => row.receiverName ?? "" },
  { label: "registers.onBehalf", said: (row) => row.receivedOnBehalf ?? "" },
  { label: "registers.secondReceiver", said: (row) => row.secondReceiverName ?? "" },
  { label: "registers.signedBy", said: (row) => word(row.signatureMethod) },
  { label: "registers.checkCode", said: (row) => row.signatureCheckCode ?? "", holds: "code" },
  { label: "registers.slip", said: (row) => word(row.slipState) },
  { label: "registers.receiver", said: (row) => `${row.receiver} ${row.receiverPhone}` },
  { label: "registers.address", said: (row) => row.address },
  { label: "registers.consignor", said: (row) => row.consignor ?? "" },
  { label: "registers.dispatchAddress", said: (row) => row.consignorAddress ?? "" },
  { label: "registers.note", said: (row) => row.deliveryNoteNumber, holds: "code" },
];
