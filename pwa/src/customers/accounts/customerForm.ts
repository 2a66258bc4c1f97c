/** A customer's file as it is filled in, and what it still lacks. */
import * as v from "valibot";
import type { AddCustomerInput } from "./addCustomer.graphql";
import type { ChangeCustomerInput } from "./changeCustomer.graphql";
import type { Customer } from "./useCustomers";

export const KINDS = ["hospital", "university", "institute", "biotech", "distributor"] as const;
export const SHELF_LIFE_MONTHS_MAX = 120;

const formSchema = v.object({
  customerId: v.string(),
  name: v.string(),
  kind: v.nullable(v.picklist(KINDS)),
  number: v.string(),
  salespersonId: v.nullable(v.string()),
  departmentId: v.nullable(v.string()),
  invoiceTitle: v.string(),
  taxNumber: v.string(),
  shelfLifeMonths: v.number(),
  note: v.string(),
  /** What the person looked at; null for a new customer. */
  baseVersion: v.nullable(v.number()),
});
export type CustomerForm = v.InferOutput<typeof formSchema>;
export type Lacking = "name" | "kind" | "taxNumber";

export const emptyForm = (customerId: string): CustomerForm => ({
  customerId,
  name: "",
  kind: null,
  number: "",
  salespersonId: null,
  departmentId: null,
  invoiceTitle: "",
  taxNumber: "",
  shelfLifeMonths: 0,
  note: "",
  baseVersion: null,
});

export const formOf = (customer: Customer): CustomerForm => ({
  customerId: customer.id,
  name: customer.name,
  kind: customer.kind,
  number: customer.number,
  salespersonId: customer.salesperson?.id ?? null,
  departmentId: customer.department?.id ?? null,
  invoiceTitle: customer.invoiceTitle === customer.name ? "" : customer.invoiceTitle,
  taxNumber: customer.taxNumber ?? "",
  shelfLifeMonths: customer.shelfLifeMonthsMin ?? 0,
  note: customer.note ?? "",
  baseVersion: customer.version,
});

/** Letters and digits, 15 to 20 of them: taxpayers' numbers old and new. */
export const isTaxNumber = (text: string): boolean =>
  text.trim() === "" || /^[0-9A-Za-z]{15,20}$/.test(text.trim());

export function lacking(form: CustomerForm): Lacking | null {
  if (form.name.trim() === "") return "name";
  if (form.kind === null) return "kind";
  return isTaxNumber(form.taxNumber) ? null : "taxNumber";
}

/** null while the kind is not chosen. */
export function addInput(form: CustomerForm): AddCustomerInput | null {
  const facts = factsOf(form);
  return facts === null ? null : { ...facts, number: textOrNull(form.number), sites: [], contacts: [] };
}

export function changeInput(form: CustomerForm): ChangeCustomerInput | null {
  const facts = factsOf(form);
  return facts === null ? null : { ...facts, baseVersion: form.baseVersion };
}

/** A draft of an older version of the customer is not put back: it would undo what others changed. */
export const acceptedDraft =
  (customerId: string, baseVersion: number | null) =>
  (stored: unknown): Partial<CustomerForm> | null => {
    const read = v.safeParse(formSchema, stored);
    if (!read.success || read.output.baseVersion !== baseVersion) return null;
    return baseVersion === null || read.output.customerId === customerId ? read.output : null;
  };

function factsOf(form: CustomerForm) {
  if (form.kind === null) return null;
  return {
    customerId: form.customerId,
    name: form.name.trim(),
    kind: form.kind,
    salespersonId: form.salespersonId,
    departmentId: form.departmentId,
    invoiceTitle: textOrNull(form.invoiceTitle),
    taxNumber: textOrNull(form.taxNumber)?.toUpperCase() ?? null,
    shelfLifeMonthsMin: form.shelfLifeMonths === 0 ? null : form.shelfLifeMonths,
    note: textOrNull(form.note),
  };
}

const textOrNull = (text: string): string | null => (text.trim() === "" ? null : text.trim());
