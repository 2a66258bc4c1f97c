/** What a delivery proves, as far as whoever looks may see it: the same for staff, customer and the note's holder. */
import { t } from "@/i18n";
import { inkFrom, pathOf } from "../deliveries/strokes";

export interface ShownLine {
  readonly productName: string;
  readonly catalogueNumber: string;
  readonly specification: string;
  readonly unit: string;
  readonly storageClass: string;
  readonly lotNumber: string;
  readonly expiresOn: string;
  readonly sent: string;
  readonly received: string | null;
  readonly reason: string | null;
}

export interface ShownBox {
  readonly means: string;
  readonly boxNumber: string | null;
  readonly plate: string | null;
  readonly loggerNumber: string;
  readonly celsiusMin: string | null;
  readonly celsiusMax: string | null;
  readonly departureCelsius: string;
  readonly arrivalCelsius: string | null;
}

export interface ShownSignature {
  readonly signerName: string;
  readonly signerRole: string;
  readonly signedAt: string;
  readonly checkCode: string;
  /** As stored; drawn only when it is what we know. */
  readonly strokes: unknown;
}

export interface ShownEvidence {
  readonly completedAt: string | null;
  readonly recheckCode: string;
  readonly lines: readonly ShownLine[];
  readonly boxes: readonly ShownBox[];
  readonly signatures: readonly ShownSignature[];
}

export interface Drawing {
  readonly path: string;
  readonly viewBox: string;
}

const MARGIN = 10;
const ON_BEHALF = "代收：";

/** The signer's part, which the server keeps in Chinese as it was signed. */
export function roleInWords(role: string): string {
  if (role === "签收人") return t("logistics.roleReceiver");
  if (role === "第二签收人") return t("logistics.roleSecond");
  return role.startsWith(ON_BEHALF)
    ? t("logistics.onBehalfOf", { relation: role.slice(ON_BEHALF.length) })
    : role;
}

/** The drawn name with a margin around it; null for strokes that this version does not know. */
export function drawingOf(strokes: unknown): Drawing | null {
  const ink = inkFrom(strokes);
  if (ink === null || ink.length === 0) return null;
  const { path, width, height } = pathOf(ink);
  return { path, viewBox: `-${MARGIN} -${MARGIN} ${width + 2 * MARGIN} ${height + 2 * MARGIN}` };
}

export const limit = (celsius: string | null): number | null => (celsius === null ? null : Number(celsius));
