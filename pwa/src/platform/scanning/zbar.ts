/**
 * The second engine, for stills: a library under LGPL-2.1-or-later, unchanged and in files of its own, with its notice
 * beside the app (tools/licences.ts). It is fetched when the first photo needs it.
 */
import {
  setModuleArgs,
  ZBarConfigType,
  ZBarScanner,
  ZBarSymbolType,
  scanGrayBuffer,
} from "@undecaf/zbar-wasm";
import { byZbar, type Code } from "@scanners/engines";
import type { Grey } from "@scanners/pixels";

/** zbar's numbers of what it is asked for, and the names by which `byZbar` knows them. */
const WANTED: ReadonlyMap<ZBarSymbolType, string> = new Map([
  [ZBarSymbolType.ZBAR_EAN13, "EAN13"],
  [ZBarSymbolType.ZBAR_EAN8, "EAN8"],
  [ZBarSymbolType.ZBAR_CODE128, "CODE128"],
  [ZBarSymbolType.ZBAR_CODE39, "CODE39"],
  [ZBarSymbolType.ZBAR_QRCODE, "QRCODE"],
  [ZBarSymbolType.ZBAR_I25, "I25"],
  [ZBarSymbolType.ZBAR_CODABAR, "CODABAR"],
]);

export type ZbarReader = (picture: Grey, stage: string) => Promise<readonly Code[]>;

export async function zbarReader(wasmUrl: string): Promise<ZbarReader> {
  setModuleArgs({ locateFile: () => wasmUrl });
  const scanner = await ZBarScanner.create();
  scanner.setConfig(ZBarSymbolType.ZBAR_NONE, ZBarConfigType.ZBAR_CFG_ENABLE, 0);
  for (const type of WANTED.keys()) scanner.setConfig(type, ZBarConfigType.ZBAR_CFG_ENABLE, 1);
  return async ({ width, height, levels }, stage) => {
    const found = await scanGrayBuffer(Uint8Array.from(levels).buffer, width, height, scanner);
    return found.flatMap((symbol) => {
      const code = byZbar(WANTED.get(symbol.type) ?? "", symbol.decode("utf-8"), stage);
      return code === null ? [] : [code];
    });
  };
}
