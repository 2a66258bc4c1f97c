import { describe, expect, test } from "vitest";
import type { QueuedCommand } from "@/sync/queued";
import { refusedRemark, remarksShown, remarksUnder } from "./remarks";

const ORDER = "01900000-0000-7000-8000-00000000000a";
const SELLER = { name: "李娜", kind: "staff" } as const;
const written = (id: string, text: string, writtenAt: string) => ({
  id,
  text,
  photoIds: [],
  shownToCustomer: false,
  byCustomer: false,
  authorId: "u-1",
  authorName: "陈静",
  writtenAt,
});
const queued = (given: Partial<QueuedCommand> & { readonly remarkId?: string }): QueuedCommand => ({
  id: "c-1",
  name: "sales.addRemark",
  entity: "orderRemark:r-9",
  input: {
    remarkId: given.remarkId ?? "r-9",
    orderId: ORDER,
    text: "在门口等",
    photoIds: ["p-1", "p-2"],
    shownToCustomer: true,
  },
  madeAt: "2026-11-22T03:00:00Z",
  standing: "savedHere",
  refusal: null,
  message: null,
  filesLeft: 2,
  ...given,
});
const texts = (remarks: readonly { readonly text: string | null }[]) => remarks.map(({ text }) => text);

describe("remarks of a time line", () => {
  const server = [written("r-2", "二", "2026-11-22T02:00:00Z"), written("r-1", "一", "2026-11-22T01:00:00Z")];

  test("are shown the earliest first, with what this phone has not sent at the end", () => {
    const shown = remarksShown(server, [queued({})], ORDER, SELLER);

    expect(texts(shown)).toEqual(["一", "二", "在门口等"]);
    expect(shown[2]).toMatchObject({
      authorName: "李娜",
      photosWaiting: 2,
      shownToCustomer: true,
      byCustomer: false,
      standing: { kind: "waits" },
    });
  });

  test("are not shown twice when the server has one already, nor those of another order or another command", () => {
    const commands = [
      queued({ remarkId: "r-2" }),
      queued({ standing: "done" }),
      queued({ input: { remarkId: "r-8", orderId: "another", text: "别的单" } }),
      queued({ name: "sales.submitOrder" }),
    ];

    expect(texts(remarksShown(server, commands, ORDER, SELLER))).toEqual(["一", "二"]);
  });

  test("say why when the server refused one", () => {
    const refused = queued({ standing: "needsAttention", refusal: "RemarksFull", message: "留言已满" });

    expect(remarksShown([], [refused], ORDER, SELLER)[0]?.standing).toEqual({
      kind: "refused",
      why: "留言已满",
    });
  });

  test("are the customer's own, and seen by all, when a customer's person writes without network", () => {
    const own = remarksShown([], [queued({ input: { orderId: ORDER, text: "请送三楼" } })], ORDER, {
      name: "王敏",
      kind: "portal",
    });

    expect(own[0]).toMatchObject({ byCustomer: true, shownToCustomer: true, photosWaiting: 0 });
  });

  test("stand under the step during which they were written", () => {
    const steps = [{ occurredAt: "2026-11-22T01:30:00Z" }, { occurredAt: "2026-11-22T02:30:00Z" }];
    const shown = remarksShown(server, [queued({})], ORDER, SELLER);

    expect(remarksUnder(steps, shown).map(texts)).toEqual([["一", "二"], ["在门口等"]]);
    expect(remarksUnder([], shown)).toEqual([]);
  });
});

describe("a refused remark", () => {
  const photos = [{ id: "p-9", mime: "image/jpeg", bytes: new ArrayBuffer(1) }];

  test("is filled in anew with what it said, under its own id and with the photos that are here", () => {
    const refused = queued({ id: "c-3", refusal: "PhotoRefused", message: "照片坏了。" });

    expect(refusedRemark(refused, photos, () => "new")).toEqual({
      commandId: "c-3",
      remarkId: "r-9",
      orderId: ORDER,
      text: "在门口等",
      shownToCustomer: true,
      photos,
      why: "照片坏了。",
    });
  });

  test("gets another id where the server knows its own as another remark's", () => {
    const refused = queued({
      refusal: "RemarkKnown",
      input: { remarkId: "r-9", orderId: ORDER, text: null },
    });

    expect(refusedRemark(refused, [], () => "new")).toMatchObject({
      remarkId: "new",
      text: "",
      shownToCustomer: false,
    });
  });
});
