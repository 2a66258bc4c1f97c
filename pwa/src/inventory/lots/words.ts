/** The accounts of the stock ledger in the keeper's words. */
import { t } from "@/i18n";

export function accountWords(account: string): string {
  switch (account) {
    case "stock":
      return t("inventory.inStock");
    case "reserved":
      return t("inventory.reserved");
    case "picked":
      return t("inventory.inHand");
    case "received":
      return t("inventory.awaiting");
    case "returned":
      return t("inventory.cameBack");
    case "rejected":
      return t("inventory.setApart");
    case "supplier":
      return t("inventory.fromSupplier");
    case "customer":
      return t("inventory.atCustomer");
    case "scrapped":
      return t("inventory.scrapped");
    default:
      return t("inventory.otherAccount");
  }
}
