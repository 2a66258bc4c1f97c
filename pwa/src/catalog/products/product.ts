/** A product as a salesperson sells it: what it is, how it is kept, what it costs this customer. */
import type { RegimeName } from "@/compliance/qualifications/papers";
import type { StorageClassName } from "@/ui/temperature";

export interface Product {
  readonly id: string;
  readonly catalogueNumber: string;
  readonly name: string;
  readonly specification: string;
  readonly regime: RegimeName;
  readonly storageClass: string;
  readonly unit: string;
  readonly piecesPerCase: number;
  /** Yuan a piece, tax included, as decimal text; null for those who may not read prices. */
  readonly listPrice: string | null;
  readonly priceFor?: { readonly unitPrice: string; readonly isList: boolean } | null;
}

const STORAGE_CLASSES: Readonly<Record<string, StorageClassName>> = {
  ambient: "ambient",
  cool: "cool",
  refrigerated: "refrigerated",
  frozen: "frozen",
  deep_frozen: "deepFrozen",
};

/** The kit's name of a storage class; null for one that a newer server has made up. */
export const storageClassName = (name: string): StorageClassName | null => STORAGE_CLASSES[name] ?? null;
