/** Lots and packs as this phone keeps them, found by what a label says: at once, and without network. */
import type { Label } from "@scanners/answer";
import type { GoodsToKeepQuery } from "./goodsToKeep.graphql";

export type KeptLot = GoodsToKeepQuery["lots"]["items"][number];

export interface KeptProduct {
  readonly id: string;
  readonly name: string;
  readonly specification: string;
  readonly catalogueNumber: string;
  readonly unit: string;
  readonly storageClass: KeptLot["storageClass"];
  readonly piecesPerCase: number;
  readonly packs: readonly { readonly gtin: string; readonly pieces: number }[];
}

export interface Goods {
  /** When the server last said that this is how it stands. */
  readonly asOf: string;
  readonly lots: readonly KeptLot[];
}

export interface FoundGoods {
  readonly product: KeptProduct;
  /** null when the label names no lot, or one that is not kept. */
  readonly lot: KeptLot | null;
  /** Pieces in the pack whose code it is; 1 where the label does not say. */
  readonly packPieces: number;
}

export type FindGoods = (
  label: Pick<Label, "gtin" | "catalogueNumber" | "lot" | "lotId">,
) => FoundGoods | null;

/** By the lot's id on a label of our own, by GTIN, else by the catalogue number on the label; then the lot of that product, never another product's of the same number. */
export function goodsFinder({ lots }: Goods): FindGoods {
  const byGtin = new Map<string, KeptLot[]>();
  const byCatalogue = new Map<string, KeptLot[]>();
  const byId = new Map(lots.map((lot) => [lot.id, lot]));
  for (const lot of lots) {
    for (const { gtin } of lot.product?.packs ?? []) filed(byGtin, gtin.padStart(14, "0"), lot);
    filed(byCatalogue, lot.catalogueNumber, lot);
  }
  return ({ gtin, catalogueNumber, lot, lotId }) => {
    const named = lotId === null ? undefined : byId.get(lotId);
    const ofProduct =
      (named === undefined ? undefined : [named]) ??
      (gtin === null ? undefined : byGtin.get(gtin)) ??
      (catalogueNumber === null ? undefined : byCatalogue.get(catalogueNumber));
    const [any] = ofProduct ?? [];
    if (ofProduct === undefined || any === undefined) return null;
    const packs = any.product?.packs ?? [];
    return {
      product: {
        id: any.productId,
        name: any.productName,
        specification: any.specification,
        catalogueNumber: any.catalogueNumber,
        unit: any.unit,
        storageClass: any.storageClass,
        piecesPerCase: any.product?.piecesPerCase ?? 1,
        packs,
      },
      lot: named ?? (lot === null ? null : (ofProduct.find(({ lotNumber }) => lotNumber === lot) ?? null)),
      packPieces: packs.find((pack) => pack.gtin.padStart(14, "0") === gtin)?.pieces ?? 1,
    };
  };
}

function filed(shelf: Map<string, KeptLot[]>, key: string, lot: KeptLot): void {
  const there = shelf.get(key);
  if (there === undefined) shelf.set(key, [lot]);
  else there.push(lot);
}
