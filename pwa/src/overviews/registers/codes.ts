/** The words of the server's codes in a register, as the trade says them. */
import { t, type PlainKey } from "@/i18n";

const WORDS: Readonly<Record<string, PlainKey>> = {
  drug: "registers.drug",
  device_1: "registers.device1",
  device_2: "registers.device2",
  device_3: "registers.device3",
  hazchem: "registers.hazchem",
  precursor: "registers.precursor",
  ruo: "registers.ruo",
  rechecked: "registers.rechecked",
  handed_over: "registers.handedOver",
  delivered: "registers.delivered",
  partly_delivered: "registers.partlyDelivered",
  refused: "registers.refused",
  not_delivered: "registers.notDelivered",
  accepted: "registers.qualityAccepted",
  within: "registers.within",
  below: "registers.below",
  above: "registers.above",
  no_data: "registers.noData",
  truck: "registers.truck",
  active_box: "registers.activeBox",
  passive_box: "registers.passiveBox",
  own_driver: "registers.ownDriver",
  courier: "registers.courier",
  not_back: "registers.slipNotBack",
  photo: "registers.slipPhoto",
  original: "registers.slipOriginal",
  password: "registers.byPassword",
  pin: "registers.byPin",
  passkey: "registers.byPasskey",
  drawn: "registers.byDrawing",
};

/** The word of a code of the server; one that this version does not know yet is shown as it came. */
export function word(code: string | null): string {
  if (code === null) return "";
  const key = Object.hasOwn(WORDS, code) ? WORDS[code] : undefined;
  return key === undefined ? code : t(key);
}
