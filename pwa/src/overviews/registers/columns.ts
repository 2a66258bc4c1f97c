/**
 * What a register shows of a row, field by field. A field that the law of a row's goods demands and nobody filled in
 * says that it was not recorded; the same field of other goods is empty.
 */
import { t, type PlainKey } from "@/i18n";
import { celsius, clock, day, decimal, money } from "@/i18n/formats";
import { word } from "./codes";
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
  readonly model: string | null;
  readonly dosageForm: string | null;
  readonly registrationNumber: string | null;
  readonly registrationHolder: string | null;
  readonly maker: string;
  readonly lotNumber: string;
  readonly serials: string | null;
  readonly expiresOn: string;
}

export function familyOf(regime: string): Family {
  if (regime === "drug") return "drug";
  return regime.startsWith("device_") ? "device" : "other";
}

/** The heading of a column over rows of every law, or of one row alone. */
export function heading<Row>({ label, byLaw }: Column<Row>, family?: Family): string {
  if (family !== undefined) return t(byLaw?.[family] ?? label);
  return [...new Set([label, ...Object.values(byLaw ?? {})])]
    .map((key) => t(key))
    .join(t("registers.alsoCalled"));
}

/** What the law of these families demands, and what is said where it was not recorded. */
function demanded(regime: string, value: string | null, ...families: readonly Family[]): string {
  return value ?? (families.includes(familyOf(regime)) ? t("registers.notRecorded") : "");
}

const moment = (at: string | null): string => (at === null ? "" : `${day(new Date(at))} ${clock(at)}`);
const degrees = (value: string | null): string => (value === null ? "" : celsius(value));

function limits({ celsiusMin, celsiusMax }: HandOver): string {
  if (celsiusMin === null && celsiusMax === null) return "";
  if (celsiusMin === null) return `≤ ${degrees(celsiusMax)}`;
  return celsiusMax === null ? `≥ ${degrees(celsiusMin)}` : `${degrees(celsiusMin)} ~ ${degrees(celsiusMax)}`;
}

const COLD = ["truck", "active_box", "passive_box"];

/** What these means of keeping cold must have on record; other means, and ambient goods, need not. */
function ofMeans(row: HandOver, value: string | null, means: readonly string[] = COLD): string {
  const asked = row.means !== null && means.includes(row.means);
  return value ?? (asked ? t("registers.notRecorded") : "");
}

/** Drugs that others carry: their record names the plate and keeps a copy of the driving licence. */
const drugsCarriedForUs = (row: HandOver): boolean => row.leg === "courier" && row.regime === "drug";

/** The plate is asked of a refrigerated truck, whoever drives it. */
function plate(row: HandOver): string {
  const asked = row.means === "truck" || drugsCarriedForUs(row);
  return row.plate ?? (asked ? t("registers.notRecorded") : "");
}

/** What a logger's file would tell of the way; the loggers' files are not read in. */
const onTheWay = (row: HandOver): string => (row.means === null ? "" : t("registers.noData"));

/** What was not measured is said, never left empty beside limits. */
function arrival(row: HandOver): string {
  const missing = row.means !== null && row.arrivedAt !== null && row.arrivalCelsius === null;
  return missing ? t("registers.noData") : degrees(row.arrivalCelsius);
}

const goods: readonly Column<Goods>[] = [
  { label: "registers.product", byLaw: { drug: "registers.genericName" }, said: (row) => row.productName },
  { label: "registers.catalogueNumber", said: (row) => row.catalogueNumber, holds: "code" },
  { label: "registers.dosageForm", said: (row) => demanded(row.regime, row.dosageForm, "drug") },
  { label: "registers.specification", said: (row) => row.specification },
  { label: "registers.model", said: (row) => demanded(row.regime, row.model, "device") },
  { label: "registers.regime", said: (row) => word(row.regime) },
  {
    label: "registers.registration",
    byLaw: { drug: "registers.approvalNumber", device: "registers.deviceRegistration" },
    said: (row) => demanded(row.regime, row.registrationNumber, "drug", "device"),
  },
  {
    label: "registers.holder",
    byLaw: { drug: "registers.authorisationHolder", device: "registers.registrant" },
    said: (row) => demanded(row.regime, row.registrationHolder, "drug", "device"),
  },
  { label: "registers.maker", byLaw: { device: "registers.deviceMaker" }, said: (row) => row.maker },
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
  { label: "registers.makerLicence", said: (row) => demanded(row.regime, row.makerLicence, "device") },
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
  {
    label: "registers.customerLicence",
    said: (row) => demanded(row.regime, row.customerLicence, "device"),
  },
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
  { label: "registers.boxesScanned", said: (row) => String(row.boxesScanned), holds: "number" },
  { label: "registers.countReason", said: (row) => row.countReason ?? "" },
  { label: "registers.leg", said: (row) => word(row.leg) },
  { label: "registers.carrier", said: (row) => row.carrier ?? "" },
  { label: "registers.waybill", said: (row) => row.waybill ?? "", holds: "code" },
  { label: "registers.handedOverBy", said: (row) => row.handedOverBy },
  { label: "registers.driver", said: (row) => row.driver ?? "" },
  {
    label: "registers.drivingLicence",
    said: (row) => (drugsCarriedForUs(row) ? t("registers.notRecorded") : ""),
  },
  { label: "registers.means", said: (row) => word(row.means) },
  { label: "registers.plate", said: plate, holds: "code" },
  { label: "registers.boxNumber", said: (row) => row.boxNumber ?? "", holds: "code" },
  { label: "registers.logger", said: (row) => ofMeans(row, row.loggerNumber), holds: "code" },
  { label: "registers.calibratedUntil", said: (row) => ofMeans(row, row.calibratedUntil) },
  {
    label: "registers.validatedHours",
    said: (row) =>
      ofMeans(row, row.validatedHours === null ? null : String(row.validatedHours), [
        "active_box",
        "passive_box",
      ]),
    holds: "number",
  },
  { label: "registers.coolant", said: (row) => ofMeans(row, row.coolant, ["passive_box"]) },
  { label: "registers.limits", said: limits, holds: "number" },
  { label: "registers.departureCelsius", said: (row) => degrees(row.departureCelsius), holds: "number" },
  { label: "registers.arrivedAt", said: (row) => moment(row.arrivedAt) },
  { label: "registers.arrivalCelsius", said: arrival, holds: "number" },
  { label: "registers.verdict", said: (row) => word(row.temperatureVerdict) },
  { label: "registers.extremes", said: onTheWay },
  { label: "registers.minutesOutside", said: onTheWay },
  { label: "registers.kineticMean", said: onTheWay },
  { label: "registers.gaps", said: onTheWay },
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
