import { afterEach, describe, expect, test } from "vitest";
import { speak } from "@/i18n";
import { noticeRoute, noticeWords } from "./words";

const ID = "0192f3a0-0000-7000-8000-000000000001";
const about = (kind: string, facts: unknown, aboutKind = "order") => ({
  kind,
  facts,
  aboutKind,
  aboutId: ID,
});

afterEach(() => speak("zh-CN"));

describe("a notice", () => {
  test("names the order, the customer, the amount and the one reason", () => {
    const facts = { number: "SO-2026-0042", customer: "华东医院", why: "credit", total_fen: 1286000 };

    expect(noticeWords(about("order.awaitsYou", facts))).toMatchObject({
      title: "订单等你审批",
      about: "SO-2026-0042 · 华东医院 · ¥\u200912,860.00",
      why: "超出信用额度",
    });
  });

  test("says a delivery's outcome and temperature in words, and a person's reason as written", () => {
    const facts = { number: "SO-1", outcome: "partly_delivered", reason: "外箱破损", verdict: "above" };

    expect(noticeWords(about("delivery.exception", facts, "delivery")).why).toBe("部分签收；超温；外箱破损");
  });

  test("says who wrote what on an order, or that there are photos", () => {
    const remark = { number: "SO-1", author: "王敏", remark: "几点到", photos: 0 };

    expect(noticeWords(about("order.remarked", remark))).toMatchObject({
      title: "订单有新留言",
      why: "王敏：几点到",
    });
    expect(noticeWords(about("order.remarked", { ...remark, remark: null, photos: 2 })).why).toBe(
      "王敏：附 2 张照片",
    );
  });

  test("says a rule's reason in the reader's language, and one without a translation as it is", async () => {
    const facts = {
      customer: "华东医院",
      reason: "IL-6 可用 3 盒，需要 5 盒。",
      reason_en: "IL-6: 3 boxes are there.",
    };
    expect(noticeWords(about("order.notSubmitted", facts)).why).toBe("IL-6 可用 3 盒，需要 5 盒。");

    await speak("en");

    expect(noticeWords(about("order.notSubmitted", facts)).why).toBe("IL-6: 3 boxes are there.");
    expect(noticeWords(about("order.rejected", { reason: "价格过低" })).why).toBe("价格过低");
  });

  test("does not speak of a temperature that was in range", () => {
    const facts = { outcome: "refused", verdict: "within", reason: null };

    expect(noticeWords(about("delivery.exception", facts)).why).toBe("整单拒收");
  });

  test("of a kind or with facts that this version does not know still says something", async () => {
    await speak("en");

    expect(noticeWords(about("stock.counted", null))).toMatchObject({
      title: "Something new",
      about: "",
      why: "",
    });
    expect(noticeWords(about("order.rejected", { number: 7, reason: ["x"] })).about).toBe("");
  });
});

describe("the way from a notice", () => {
  test("leads to what it is about", () => {
    const everywhere = () => true;

    expect(noticeRoute(about("order.awaitsYou", {}), everywhere)).toEqual({
      name: "order",
      params: { orderId: ID },
    });
    expect(noticeRoute(about("delivery.exception", {}, "delivery"), everywhere)).toEqual({
      name: "stop",
      params: { deliveryId: ID },
    });
    expect(noticeRoute(about("order.notSubmitted", {}), everywhere)).toEqual({
      name: "order",
      params: { orderId: ID },
      query: { unsent: "1" },
    });
    expect(noticeRoute(about("order.notSubmitted", {}, "envelope"), everywhere)).toEqual({
      name: "attention",
      params: {},
    });
  });

  test("is not there while its page is not", () => {
    expect(noticeRoute(about("order.awaitsYou", {}), () => false)).toBeNull();
    expect(noticeRoute(about("x", {}, "__proto__"), () => true)).toBeNull();
  });
});
