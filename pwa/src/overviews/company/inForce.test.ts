import { expect, test } from "vitest";
import { inForce } from "./inForce";

const paper = (
  type: "business_licence" | "drug_operating_licence",
  standing: "valid" | "expiring" | "expired" | "pending",
  validTo: string | null,
) => ({ type, standing, validTo });

test("a renewed licence is judged by its renewal", () => {
  const papers = [
    paper("drug_operating_licence", "expired", "2025-12-31"),
    paper("drug_operating_licence", "valid", "2030-12-31"),
    paper("business_licence", "valid", null),
  ];
  expect(inForce(papers)).toEqual({ kinds: 2, wanting: [] });
});

test("a renewal that awaits review does not hide that the licence ends", () => {
  const ending = paper("drug_operating_licence", "expiring", "2026-12-10");
  expect(inForce([paper("drug_operating_licence", "pending", "2031-12-10"), ending])).toEqual({
    kinds: 1,
    wanting: [ending],
  });
});

test("what ends first comes first, what never ends last", () => {
  const ended = paper("drug_operating_licence", "expired", "2026-01-31");
  const endless = paper("business_licence", "pending", null);
  expect(inForce([endless, ended])).toEqual({ kinds: 2, wanting: [ended, endless] });
});

test("without papers there is nothing in force and nothing to say", () => {
  expect(inForce([])).toEqual({ kinds: 0, wanting: [] });
});
