/**
 * Which folder of src/ may import which: imports go down. The same order as the backend's layers, with the phone's own
 * rooms below: app → domains → sync → graphql → platform → ui → i18n (the words, which everything needs).
 * @scanners and @offline are pure and may be used by domains, sync and platform.
 */

/** Domains from high to low; those of one row do not know each other. */
const DOMAINS = [
  ["overviews"],
  ["logistics"],
  ["sales"],
  ["inventory"],
  ["customers", "catalog"],
  ["compliance", "engines"],
  ["identity"],
];
const ROOMS = [["sync"], ["graphql"], ["platform"], ["ui"], ["i18n"]];

const layers = [["app"], ...DOMAINS, ...ROOMS];

export const elements = [
  ...layers.flat().map((name) => ({ type: name, pattern: `src/${name}` })),
  { type: "scanners", pattern: "../scanners" },
  { type: "offline", pattern: "../offline" },
];

/** Each folder may import itself and everything in the rows below its own. */
export const policies = layers.flatMap((row, index) => {
  const below = layers.slice(index + 1).flat();
  return row.map((name) => ({
    from: { element: { type: name } },
    allow: { to: { element: { type: [name, ...below, ...pureRoomsFor(name)] } } },
  }));
});

function pureRoomsFor(name) {
  return ["ui", "i18n", "graphql"].includes(name) ? [] : ["scanners", "offline"];
}
