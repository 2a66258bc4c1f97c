/**
 * What the law asks of a product under each regime, and what it is called there. Sources: drug GSP Art. 63 (首营品种),
 * 80; device operation measures 2022 Art. 32, 38; device registration measures 2021 (注册证, 备案凭证). Reagents for
 * research, hazardous chemicals and precursors have no registration of their own: their buyers' papers are asked for.
 */
import type { RegimeName } from "@/compliance/qualifications/papers";
import type { PlainKey } from "@/i18n";

export type LawField = "registrationNumber" | "registrationHolder" | "dosageForm" | "model" | "makerLicence";

export interface RegimeRules {
  /** Which fields are asked for; those that the file must have come as `true`. */
  readonly asks: Readonly<Partial<Record<LawField, boolean>>>;
  /** Whether its registration is good for a time only; a filing is not. */
  readonly ends: boolean;
  readonly number: PlainKey;
  readonly holder: PlainKey;
  readonly makerLicence: PlainKey;
  readonly name: PlainKey;
  readonly storage: PlainKey;
}

const DEVICE_ASKS = { registrationNumber: true, registrationHolder: true, model: true, makerLicence: false };

const DRUG: RegimeRules = {
  asks: { registrationNumber: true, registrationHolder: true, dosageForm: true, makerLicence: false },
  ends: true,
  number: "catalog.approvalNumber",
  holder: "catalog.marketingHolder",
  makerLicence: "catalog.drugMakerLicence",
  name: "catalog.genericName",
  storage: "catalog.storageText",
};
const REGISTERED_DEVICE: RegimeRules = {
  asks: DEVICE_ASKS,
  ends: true,
  number: "catalog.registrationNumber",
  holder: "catalog.registrant",
  makerLicence: "catalog.deviceMakerLicence",
  name: "catalog.productName",
  storage: "catalog.deviceStorageText",
};
const FILED_DEVICE: RegimeRules = {
  ...REGISTERED_DEVICE,
  ends: false,
  number: "catalog.filingNumber",
  holder: "catalog.filer",
  makerLicence: "catalog.deviceMakerFiling",
};
const UNREGISTERED: RegimeRules = {
  ...REGISTERED_DEVICE,
  asks: {},
  ends: false,
  storage: "catalog.storageText",
};

export const REGIME_RULES: Readonly<Record<RegimeName, RegimeRules>> = {
  drug: DRUG,
  device_1: FILED_DEVICE,
  device_2: REGISTERED_DEVICE,
  device_3: REGISTERED_DEVICE,
  hazchem: UNREGISTERED,
  precursor: UNREGISTERED,
  ruo: UNREGISTERED,
};

export const asksFor = (regime: RegimeName, field: LawField): boolean => field in REGIME_RULES[regime].asks;
export const mustHave = (regime: RegimeName, field: LawField): boolean =>
  REGIME_RULES[regime].asks[field] === true;
export const isRegistered = (regime: RegimeName): boolean => asksFor(regime, "registrationNumber");
