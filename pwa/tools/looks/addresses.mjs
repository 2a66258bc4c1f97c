/** Real addresses for pages with parameters: ids of things that the person who looks may see, asked from the server. */

/** Where the first best thing of its kind does not show the page at work, by the page's name; tried in this order. */
const TELLING = {
  pick: ['outbounds(states: ["picking"], mine: true, first: 1)', 'outbounds(states: ["open"], first: 1)'],
  recheck: ['outbounds(states: ["picked"], first: 1)'],
  "hand-over": ['outbounds(states: ["rechecked"], first: 1)'],
  stop: ["deliveries(underWay: true, first: 1)", "deliveries(first: 1)"],
  order: ['orders(states: ["handed_over", "delivered"], first: 1)', "orders(first: 1)"],
  "order-form": [
    'orders(states: ["draft"], first: 1)',
    'orders(states: ["approved", "awaiting_approval"], first: 1)',
  ],
};
/** What no list gives, a secret or what one phone alone has: what somebody sees who mistyped it. */
const MADE_UP = { token: "A".repeat(43), command: "01900000-0000-7000-8000-000000000000" };
/** What a parameter's things are called as a list, where that is not its name with an s. */
const LISTS = {
  delivery: "deliveries",
  task: "qualityTasks",
  person: "people",
  user: "people",
  holder: "customers",
  paper: "papersToReview",
};
/** What stands for a parameter that has a few words to choose from. */
const CHOSEN = { holderKind: "customer" };

/** The address of `page` for this person; throws where nothing is known for a parameter. */
export async function addressOf(page, person) {
  let address = page.name === "not-found" ? "/nowhere" : page.path;
  for (const [written, name, parameter] of page.path.matchAll(/:((\w+?)(?:Ids?)?)(?:\([^)]*\))?(?=\/|$)/g))
    address = address.replace(written, CHOSEN[name] ?? (await anIdFor(page, parameter, person)));
  return address;
}

async function anIdFor(page, parameter, person) {
  if (parameter in MADE_UP) return MADE_UP[parameter];
  const lists = TELLING[page.name] ?? [`${LISTS[parameter] ?? `${parameter}s`}(first: 1)`];
  for (const list of lists) {
    const data = await person.ask(`{ found: ${list} { items { id } } }`);
    if (data.found.items.length > 0) return data.found.items[0].id;
  }
  throw new Error(`nothing to show for :${parameter}; say in tools/looks/addresses.mjs what to ask for`);
}
