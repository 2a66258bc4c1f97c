/** Where a state begins, and the commonest way into one. */
export const first = async (person, list, more = "id") => {
  const { found } = await person.ask(`{ found: ${list} { items { ${more} } } }`);
  if (found.items.length === 0) throw new Error(`nothing in ${list}`);
  return found.items[0];
};
export const at = (path, list) => async (person) => `${path}/${(await first(person, list)).id}`;
/** A sheet that one button on the page opens. */
export const sheet = (name, role, where, ...buttons) => ({
  name,
  role,
  at: typeof where === "string" ? () => where : where,
  async enter({ press, dialog }) {
    await press(...buttons);
    await dialog.waitFor();
  },
});
