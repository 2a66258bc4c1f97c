/** A refusal of the phone in words, with the ways on that a picker has at the shelf. */
import { t } from "@/i18n";
import type { Refusal, WayOn } from "@/ui/RefusalCard.vue";
import type { Verdict } from "./rules";
import { leftOf, type TaskLine } from "./task";

export type Way = "typed" | "otherLot" | "rest" | "short" | "next" | "undo";

export interface RefusalInWords {
  readonly refusal: Refusal;
  readonly ways: readonly (WayOn & { readonly id: Way })[];
}

export function inWords(verdict: Verdict & { kind: "refused" }): RefusalInWords {
  const { line } = verdict;
  const way = waysFor(line);
  switch (verdict.refusal) {
    case "UnknownCode":
      return no(t("logistics.unknownCode"), verdict.text.slice(0, 60), t("logistics.unknownCodeRule"), [
        way.typed,
        way.next,
      ]);
    case "WrongProduct":
      return no(
        t("logistics.wrongProduct"),
        t("logistics.wrongProductDetail", { expected: verdict.expected }),
        undefined,
        [way.next, way.short],
      );
    case "LotNotOnCode":
      return no(t("logistics.lotNotOnCode"), t("logistics.lotNotOnCodeDetail"), undefined, [
        way.typed,
        way.next,
      ]);
    case "NotTheProposedLot":
    case "AnotherLotsLabel":
      return no(
        verdict.scanned === null
          ? t("logistics.anotherLotsLabel")
          : t("logistics.notTheProposedLot", { scanned: verdict.scanned }),
        t("logistics.notTheProposedLotDetail", {
          expected: verdict.expected,
          place: line?.locationCode ?? "",
        }),
        t("logistics.fefoRule"),
        [way.otherLot, way.short, way.next],
      );
    case "SerialMissing":
      return no(t("logistics.serialMissing"), t("logistics.serialMissingDetail"), undefined, [way.next]);
    case "SerialAlreadyScanned":
      return no(t("logistics.serialAlreadyScanned"), t("logistics.serialAlreadyScannedDetail"), undefined, [
        way.next,
      ]);
    case "LineFull":
      return no(
        t("logistics.lineFull"),
        t("logistics.lineFullDetail", {
          toPick: verdict.toPick,
          picked: verdict.picked,
          pieces: verdict.pieces,
          unit: line?.unit ?? "",
        }),
        undefined,
        line !== null && leftOf(line) > 0 ? [way.rest, way.next] : [way.next, way.undo],
      );
    case "LineClosed":
      return no(
        t("logistics.lineClosed"),
        t(verdict.why === "broken" ? "logistics.closedBroken" : "logistics.closedShort"),
        undefined,
        [way.next],
      );
    case "LotExpired":
      return no(
        t("logistics.lotExpired"),
        t("logistics.lotExpiredDetail", { lot: verdict.lot, date: verdict.expiresOn }),
        t("logistics.expiredRule"),
        [way.otherLot, way.short, way.next],
      );
    case "LotOnHold":
      return held(t("logistics.lotOnHold"), verdict.lot, [way.otherLot, way.short, way.next]);
    case "LotNotAccepted":
      return held(t("logistics.lotNotAccepted"), verdict.lot, [way.otherLot, way.short, way.next]);
    case "NothingToPick":
      return no(t("logistics.nothingToPick"), "", undefined, [way.next]);
  }
}

function no(
  title: string,
  detail: string,
  rule: string | undefined,
  ways: RefusalInWords["ways"],
): RefusalInWords {
  return {
    refusal: {
      title,
      severity: "no",
      ...(detail === "" ? {} : { detail }),
      ...(rule === undefined ? {} : { rule }),
    },
    ways,
  };
}

/** Yellow: quality has stopped the lot, or has not let it go yet. */
function held(title: string, lot: string, ways: RefusalInWords["ways"]): RefusalInWords {
  const detail = t("logistics.heldDetail", { lot });
  const [rule, helper] = [t("logistics.holdRule"), t("logistics.quality")];
  return { refusal: { title, detail, rule, helper, severity: "hold" }, ways };
}

function waysFor(line: TaskLine | null): Readonly<Record<Way, WayOn & { readonly id: Way }>> {
  const rest = line === null ? 0 : leftOf(line);
  return {
    typed: {
      id: "typed",
      label: t("logistics.wayTyped"),
      detail: t("logistics.wayTypedDetail"),
      action: t("logistics.type"),
    },
    otherLot: {
      id: "otherLot",
      label: t("logistics.wayOtherLot"),
      detail: t("logistics.wayOtherLotDetail"),
      action: t("logistics.changeLot"),
    },
    rest: {
      id: "rest",
      label: t("logistics.wayRest", { count: rest, unit: line?.unit ?? "" }),
      detail: t("logistics.wayRestDetail"),
      action: t("logistics.takeRest"),
    },
    short: {
      id: "short",
      label: t("logistics.wayShort"),
      detail: t("logistics.wayShortDetail"),
      action: t("logistics.closeLine"),
    },
    next: {
      id: "next",
      label: t("logistics.wayNext"),
      detail: t("logistics.wayNextDetail"),
      action: t("logistics.nextLine"),
    },
    undo: { id: "undo", label: t("logistics.wayUndo"), action: t("ui.undo") },
  };
}
