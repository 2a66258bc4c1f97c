/** A notice in words: what awaits the person, which facts say why, and the page it leads to. */
import { language, t, type PlainKey } from "@/i18n";
import { money } from "@/i18n/formats";
import type { IconName } from "@/ui/icons";

export interface NoticeFacts {
  readonly kind: string;
  /** Plain facts of the server; every version may add some, so nothing is taken for granted. */
  readonly facts: unknown;
  readonly aboutKind: string;
  readonly aboutId: string;
}

export interface NoticeWords {
  readonly title: string;
  /** Number, customer, amount: what finds the thing again. */
  readonly about: string;
  readonly why: string;
  readonly icon: IconName;
}

interface Title {
  readonly title: PlainKey;
  readonly icon: IconName;
}
const NEW: Title = { title: "notices.somethingNew", icon: "task" };
const TITLES: Readonly<Record<string, Title>> = {
  "order.awaitsYou": { title: "notices.orderAwaitsYou", icon: "task" },
  "order.notSubmitted": { title: "notices.orderNotSubmitted", icon: "flag" },
  "order.rejected": { title: "notices.orderRejected", icon: "no" },
  "order.remarked": { title: "notices.orderRemarked", icon: "document" },
  "delivery.exception": { title: "notices.deliveryException", icon: "alert" },
  "temperature.task": { title: "notices.temperatureTask", icon: "snowflake" },
};

const CODES: Readonly<Record<string, PlainKey>> = {
  price: "notices.whyPrice",
  credit: "notices.whyCredit",
  amount: "notices.whyAmount",
  finance: "notices.whyFinance",
  delivered: "notices.delivered",
  partly_delivered: "notices.partlyDelivered",
  refused: "notices.refused",
  not_delivered: "notices.notDelivered",
  above: "notices.above",
  below: "notices.below",
  no_data: "notices.noData",
};

/** Which page shows what a notice is about. */
const PAGES: Readonly<Record<string, { readonly name: string; readonly parameter?: string }>> = {
  order: { name: "order", parameter: "orderId" },
  delivery: { name: "stop", parameter: "deliveryId" },
  qualityTask: { name: "quality-task", parameter: "taskId" },
  envelope: { name: "attention" },
};

export function noticeWords({ kind, facts }: NoticeFacts): NoticeWords {
  const known = (Object.hasOwn(TITLES, kind) ? TITLES[kind] : undefined) ?? NEW;
  const amount = factOf(facts, "total_fen");
  return {
    title: t(known.title),
    icon: known.icon,
    about: [
      textOf(facts, "number"),
      textOf(facts, "customer"),
      typeof amount === "number" ? money(amount) : "",
    ]
      .filter((part) => part !== "")
      .join(" · "),
    why: [
      ...new Set(
        [
          ...["outcome", "verdict", "why"].map((name) => textOf(facts, name)),
          reasonOf(facts),
          remarkOf(facts),
        ].map(said),
      ),
    ]
      .filter((part) => part !== "")
      .join("；"),
  };
}

/** The route that the notice leads to; null where this version has no page for it. */
export function noticeRoute(
  { kind, aboutKind, aboutId }: NoticeFacts,
  hasRoute: (name: string) => boolean,
): { name: string; params: Record<string, string>; query?: Record<string, string> } | null {
  const page = Object.hasOwn(PAGES, aboutKind) ? PAGES[aboutKind] : undefined;
  if (page === undefined || !hasRoute(page.name)) return null;
  const route = {
    name: page.name,
    params: page.parameter === undefined ? {} : { [page.parameter]: aboutId },
  };
  // Only the phone that wrote it has such an order: elsewhere its page says so.
  return kind === "order.notSubmitted" && aboutKind === "order"
    ? { ...route, query: { unsent: "1" } }
    : route;
}

/** The rules' own sentences come in both languages; what a person wrote, in theirs. */
function reasonOf(facts: unknown): string {
  const english = language() === "en" ? textOf(facts, "reason_en") : "";
  return english === "" ? textOf(facts, "reason") : english;
}

/** Who wrote what on the order; a photo without words is named. */
function remarkOf(facts: unknown): string {
  const author = textOf(facts, "author");
  if (author === "") return "";
  const photos = factOf(facts, "photos");
  const count = typeof photos === "number" ? photos : 0;
  const said = textOf(facts, "remark") || (count > 0 ? t("notices.withPhotos", { count }) : "");
  return `${author}${t("ui.colon")}${said}`;
}

/** Codes have words; what a person wrote stays as it was written. "within" says nothing that awaits anybody. */
function said(text: string): string {
  if (text === "within") return "";
  const key = Object.hasOwn(CODES, text) ? CODES[text] : undefined;
  return key === undefined ? text : t(key);
}

function factOf(facts: unknown, name: string): unknown {
  if (typeof facts !== "object" || facts === null) return undefined;
  return Object.entries(facts).find(([key]) => key === name)?.[1];
}

function textOf(facts: unknown, name: string): string {
  const fact = factOf(facts, name);
  return typeof fact === "string" ? fact : "";
}
