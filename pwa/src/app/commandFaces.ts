import { logisticsFaces } from "@/logistics/faces";
import { salesFaces } from "@/sales/faces";
import type { CommandFaces } from "@/sync/faces";

/** How offline commands look to who gave them; each domain declares its own in src/<domain>/faces.ts. */
export const commandFaces: CommandFaces = { ...logisticsFaces, ...salesFaces };
