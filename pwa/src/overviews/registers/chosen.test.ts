import { describe, expect, test } from "vitest";
import { fileAddress, filterOf, isInverted, readChosen, writtenChosen } from "./chosen";

const NOW = new Date(2026, 10, 22, 9); // Nine in the morning wherever the person is.
const ID = "0192f3a0-0000-7000-8000-000000000001";

describe("what of a register is chosen", () => {
  test("is the last thirty days of the sales records when the address says nothing", () => {
    expect(readChosen({}, NOW)).toEqual({
      kind: "sales",
      from: "2026-10-23",
      to: null,
      customer: null,
      product: null,
      lot: "",
    });
  });

  test("comes back from the address as it was written, an emptied day too", () => {
    const chosen = {
      kind: "handovers" as const,
      from: null,
      to: "2026-11-30",
      customer: { id: ID, name: "华东医院" },
      product: null,
      lot: "A12",
    };

    expect(readChosen(writtenChosen(chosen), NOW)).toEqual(chosen);
  });

  test("leaves out of a prepared link what makes no sense", () => {
    const query = {
      kind: "purchases",
      from: "2026-02-30",
      to: "soon",
      customer: "1; drop",
      lot: "x".repeat(99),
    };

    expect(readChosen(query, NOW)).toEqual({
      kind: "sales",
      from: null,
      to: null,
      customer: null,
      product: null,
      lot: "x".repeat(40),
    });
  });

  test("goes to the server as its filter, nothing for what was not chosen", () => {
    const chosen = readChosen({ from: "", to: "2026-11-22", product: ID, productName: "抗体" }, NOW);

    expect(filterOf(chosen)).toEqual({
      firstDay: null,
      lastDay: "2026-11-22",
      customerId: null,
      productId: ID,
      lot: null,
    });
    expect(fileAddress(chosen, "pdf")).toBe(`/registers/sales.pdf?to=2026-11-22&product=${ID}`);
    expect(fileAddress({ ...chosen, to: null, product: null, lot: "=1+1" }, "csv")).toBe(
      "/registers/sales.csv?lot=%3D1%2B1",
    );
  });

  test("cannot begin after it ends", () => {
    const chosen = readChosen({ from: "2026-11-22", to: "2026-11-21" }, NOW);

    expect(isInverted(chosen)).toBe(true);
    expect(isInverted({ ...chosen, to: "2026-11-22" })).toBe(false);
    expect(isInverted({ ...chosen, to: null })).toBe(false);
  });
});
