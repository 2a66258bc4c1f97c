/** A product's file as it is filled in: what it still lacks under its regime, and what is sent. */
import * as v from "valibot";
import { gtinFromDigits } from "@scanners/gtin";
import { REGIMES } from "@/compliance/qualifications/papers";
import { typedUnitPrice, unitPriceText } from "@/ui/typedMoney";
import type { AddProductInput } from "./addProduct.graphql";
import type { ChangeProductInput } from "./changeProduct.graphql";
import type { ProductQuery } from "./product.graphql";
import { asksFor, isRegistered, mustHave, REGIME_RULES, type LawField } from "./regimes";

export type ProductFile = NonNullable<ProductQuery["product"]>;

export const STORAGE_NAMES = ["ambient", "cool", "refrigerated", "frozen", "deep_frozen"] as const;
export const TAX_RATES = ["0.13", "0.09", "0.06", "0.03", "0.01", "0"] as const;
export const PACKS_MAX = 20;
export const PIECES_MAX = 1_000_000;

const packSchema = v.object({ gtin: v.string(), pieces: v.number() });
const formSchema = v.object({
  productId: v.string(),
  catalogueNumber: v.string(),
  name: v.string(),
  specification: v.string(),
  regime: v.nullable(v.picklist(REGIMES)),
  storageClass: v.nullable(v.picklist(STORAGE_NAMES)),
  storageText: v.string(),
  maker: v.string(),
  unit: v.string(),
  listPrice: v.string(),
  taxRate: v.string(),
  piecesPerCase: v.number(),
  registrationNumber: v.string(),
  registrationHolder: v.string(),
  registeredFrom: v.nullable(v.string()),
  registeredTo: v.nullable(v.string()),
  dosageForm: v.string(),
  model: v.string(),
  makerLicence: v.string(),
  serialised: v.boolean(),
  packs: v.array(packSchema),
  /** What the person looked at; null for a new product. */
  baseVersion: v.nullable(v.number()),
});
export type ProductForm = v.InferOutput<typeof formSchema>;
export type PackForm = v.InferOutput<typeof packSchema>;
export type Lacking =
  | LawField
  | "regime"
  | "name"
  | "catalogueNumber"
  | "specification"
  | "maker"
  | "period"
  | "storageClass"
  | "storageText"
  | "unit"
  | "listPrice"
  | "packs"
  | "packTwice";

export const emptyForm = (productId: string): ProductForm => ({
  productId,
  catalogueNumber: "",
  name: "",
  specification: "",
  regime: null,
  storageClass: null,
  storageText: "",
  maker: "",
  unit: "",
  listPrice: "",
  taxRate: TAX_RATES[0],
  piecesPerCase: 1,
  registrationNumber: "",
  registrationHolder: "",
  registeredFrom: null,
  registeredTo: null,
  dosageForm: "",
  model: "",
  makerLicence: "",
  serialised: false,
  packs: [],
  baseVersion: null,
});

export const formOf = (product: ProductFile): ProductForm => ({
  productId: product.id,
  catalogueNumber: product.catalogueNumber,
  name: product.name,
  specification: product.specification,
  regime: product.regime,
  storageClass: product.storageClass,
  storageText: product.storageText,
  maker: product.maker,
  unit: product.unit,
  listPrice: unitPriceText(product.listPrice ?? ""),
  taxRate: rateText(product.taxRate),
  piecesPerCase: product.piecesPerCase,
  registrationNumber: product.registrationNumber ?? "",
  registrationHolder: product.registrationHolder ?? "",
  registeredFrom: product.registeredFrom,
  registeredTo: product.registeredTo,
  dosageForm: product.dosageForm ?? "",
  model: product.model ?? "",
  makerLicence: product.makerLicence ?? "",
  serialised: product.serialised,
  packs: product.packs.map(({ gtin, pieces }) => ({ gtin, pieces })),
  baseVersion: product.version,
});

/** "0.1300" is "0.13": one of the rates in the list, or the rate itself where it is another. */
export const rateText = (rate: string): string => (Number(rate) === 0 ? "0" : unitPriceText(rate));

export const periodIsInverted = ({
  registeredFrom,
  registeredTo,
}: Pick<ProductForm, "registeredFrom" | "registeredTo">): boolean =>
  registeredFrom !== null && registeredTo !== null && registeredTo < registeredFrom;

/** A GTIN of any length with its check digit; spaces do not count. */
export const packGtin = (text: string): string | null => gtinFromDigits(text.replaceAll(/\s/g, ""));

/** Two packs under one code, written alike or not. */
export function packsTwice(packs: readonly PackForm[]): string | null {
  const seen = new Set<string>();
  for (const { gtin } of packs) {
    const code = packGtin(gtin);
    if (code === null) continue;
    if (seen.has(code)) return code;
    seen.add(code);
  }
  return null;
}

const LAW_FIELDS: readonly LawField[] = ["dosageForm", "model", "registrationNumber", "registrationHolder"];

/** What is missing first, from the top of the form to its end; null when it can be saved. */
export function lacking(form: ProductForm): Lacking | null {
  const { regime } = form;
  if (regime === null) return "regime";
  const texts = ["name", "catalogueNumber", "specification"] as const;
  const empty = texts.find((field) => form[field].trim() === "");
  if (empty !== undefined) return empty;
  const law = LAW_FIELDS.find((field) => mustHave(regime, field) && form[field].trim() === "");
  if (law !== undefined) return law;
  if (isRegistered(regime) && periodIsInverted(periodOf(form, regime))) return "period";
  if (form.maker.trim() === "") return "maker";
  if (form.storageClass === null) return "storageClass";
  if (form.storageText.trim() === "") return "storageText";
  if (form.unit.trim() === "") return "unit";
  if (typedUnitPrice(form.listPrice) === null) return "listPrice";
  if (form.packs.some(({ gtin }) => packGtin(gtin) === null)) return "packs";
  return packsTwice(form.packs) === null ? null : "packTwice";
}

/** null while something is missing. What the regime does not ask for is not sent, though the form may still hold it. */
export function addInput(form: ProductForm): AddProductInput | null {
  const { regime, storageClass } = form;
  const listPrice = typedUnitPrice(form.listPrice);
  if (regime === null || storageClass === null || listPrice === null || lacking(form) !== null) return null;
  const law = (field: LawField): string | null =>
    asksFor(regime, field) && form[field].trim() !== "" ? form[field].trim() : null;
  return {
    productId: form.productId,
    catalogueNumber: form.catalogueNumber.trim(),
    name: form.name.trim(),
    specification: form.specification.trim(),
    regime,
    storageClass,
    storageText: form.storageText.trim(),
    maker: form.maker.trim(),
    unit: form.unit.trim(),
    listPrice,
    taxRate: form.taxRate,
    piecesPerCase: form.piecesPerCase,
    registrationNumber: law("registrationNumber"),
    registrationHolder: law("registrationHolder"),
    ...periodOf(form, regime),
    dosageForm: law("dosageForm"),
    model: law("model"),
    makerLicence: law("makerLicence"),
    serialised: form.serialised,
    packs: form.packs.map(({ gtin, pieces }) => ({ gtin: packGtin(gtin) ?? gtin, pieces })),
  };
}

export function changeInput(form: ProductForm): ChangeProductInput | null {
  const facts = addInput(form);
  return facts === null ? null : { ...facts, baseVersion: form.baseVersion };
}

/** A draft of an older version of the product is not put back: it would undo what others changed. */
export const acceptedDraft =
  (productId: string, baseVersion: number | null) =>
  (stored: unknown): Partial<ProductForm> | null => {
    const read = v.safeParse(formSchema, stored);
    if (!read.success || read.output.baseVersion !== baseVersion) return null;
    return baseVersion === null || read.output.productId === productId ? read.output : null;
  };

function periodOf(form: ProductForm, regime: NonNullable<ProductForm["regime"]>) {
  if (!isRegistered(regime)) return { registeredFrom: null, registeredTo: null };
  return {
    registeredFrom: form.registeredFrom,
    registeredTo: REGIME_RULES[regime].ends ? form.registeredTo : null,
  };
}
