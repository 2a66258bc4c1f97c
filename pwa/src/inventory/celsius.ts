/** A temperature as people type it: "4.1", "４,1", "−80". Decimal text, never a float on the way to the server. */

const CELSIUS_MIN = -273.15;
const CELSIUS_MAX = 150;

/** Plain decimal text with at most one place behind the point, or null when it is no temperature. */
export function typedCelsius(text: string): string | null {
  const plain = text
    .trim()
    .normalize("NFKC")
    .replace(/[−–]/g, "-")
    .replace(/[,。]/g, ".")
    .replace(/\s*[°℃]?C?$/i, "");
  const [, sign = "", whole, fraction = ""] = /^([-+]?)(\d{1,3})(?:\.(\d?))?$/.exec(plain) ?? [];
  if (whole === undefined) return null;
  const number = `${sign === "-" ? "-" : ""}${whole.replace(/^0+(?=\d)/, "")}${fraction === "" ? "" : `.${fraction}`}`;
  const value = Number(number);
  return value >= CELSIUS_MIN && value <= CELSIUS_MAX ? number.replace(/^-(0(?:\.0)?)$/, "$1") : null;
}
