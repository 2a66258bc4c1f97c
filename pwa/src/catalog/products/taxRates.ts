/** Rates of value added tax as people choose them. */
import { rateText, TAX_RATES } from "./productForm";

/** "0.13" is "13 %"; digits are moved, never multiplied. */
export function percentText(rate: string): string {
  const [whole = "0", fraction = ""] = rateText(rate).split(".");
  const digits = `${whole}${fraction.padEnd(2, "0")}`;
  const place = whole.length + 2;
  const rest = digits.slice(place).replace(/0+$/, "");
  return `${String(Number(digits.slice(0, place)))}${rest === "" ? "" : `.${rest}`} %`;
}

/** The usual rates, and the product's own where it is another. */
export function taxRateChoices(own: string): readonly { readonly value: string; readonly label: string }[] {
  const rates = TAX_RATES.some((rate) => rate === own) ? TAX_RATES : [own, ...TAX_RATES];
  return rates.map((value) => ({ value, label: percentText(value) }));
}
