/** Storage classes as the server writes them, and as the ui kit names them. */
import { STORAGE_CLASSES, type StorageClassName } from "@/ui/temperature";

const NAMES: Readonly<Record<string, StorageClassName>> = { deep_frozen: "deepFrozen" };

export function storageClassOf(written: string): StorageClassName {
  const known = Object.keys(STORAGE_CLASSES).find((name): name is StorageClassName => name === written);
  return NAMES[written] ?? known ?? "ambient";
}
