/**
 * What no address shows: sheets, what somebody has typed, what is refused, what waits for a network. Each state begins
 * at `at(person)` of a `role` (null is nobody signed in) and is reached by `enter(hands)`, as that person would; `leave`
 * puts the browser right again. Nothing is
 * confirmed that somebody else would miss: what is asked for with a reason stays unasked.
 *
 * `hands` are those of hands.mjs.
 */
import { deliveryByCourier, productsWithFaults, tokenOf } from "./arrangements.mjs";
import { at, first, sheet } from "./beginnings.mjs";
import { FLOOR_STATES } from "./floorStates.mjs";

const CUSTOMER = "customers(first: 1)";
const customer = at("/customers", CUSTOMER);
const newOrder = async (person) => `/orders/new?customer=${(await first(person, CUSTOMER)).id}`;
/** A customer whose papers do not let every kind of goods pass, and goods that do not. */
async function customerWithoutPapers(person) {
  const { customers } = await person.ask(
    "{ customers(first: 100) { items { id qualification { regime open } } } }",
  );
  for (const { id, qualification } of customers.items)
    for (const { regime } of qualification.filter(({ open }) => !open)) {
      const { products } = await person.ask(
        `{ products(first: 1, regime: ${regime}) { items { catalogueNumber } } }`,
      );
      if (products.items.length > 0) return { id, catalogueNumber: products.items[0].catalogueNumber };
    }
  throw new Error("every customer has every paper");
}
async function addProduct({ press, dialog, say }, catalogueNumber) {
  await press("sales.scanOrSearch");
  if (catalogueNumber !== undefined) await dialog.getByRole("searchbox").fill(catalogueNumber);
  await dialog
    .getByRole("button", { name: say("sales.add"), exact: true })
    .first()
    .click();
  await press("sales.linesChosen");
  await dialog.waitFor({ state: "hidden" });
}
const tooMuch = (tab) => tab.locator("article.line input").first().fill("900000");

export const STATES = [
  {
    name: "sign-in-nothing-filled",
    role: null,
    at: () => "/sign-in",
    enter: ({ press }) => press("app.signIn"),
  },
  {
    name: "sign-in-refused",
    role: null,
    at: () => "/sign-in",
    async enter({ tab, fill, press }) {
      await fill("app.user", "lina");
      await fill("app.password", "not-the-password");
      await press("app.signIn");
      await tab.locator(".problem .notice").waitFor();
    },
  },
  {
    name: "forgotten-typed",
    role: null,
    at: () => "/forgotten",
    async enter({ fill }) {
      await fill("app.user", "lina");
      await fill("app.newPassword", "short");
    },
  },
  {
    name: "link-of-a-delivery",
    role: "customer",
    isSignedOut: true,
    at: async (person, demo) => `/d/${tokenOf(demo, await deliveryByCourier(person, demo))}`,
  },
  ...["portal.confirm", "portal.someMissing"].map((button) =>
    sheet(
      `my-delivery-${button.split(".")[1]}`,
      "customer",
      async (person, demo) => `/portal/deliveries/${await deliveryByCourier(person, demo)}`,
      button,
    ),
  ),
  sheet("my-order-remark", "customer", at("/portal/orders", "orders(first: 1)"), "sales.writeRemark"),

  sheet("me-sign-out", "sales", "/me", "app.signOut"),
  {
    name: "my-secrets-typed",
    role: "sales",
    at: () => "/my-secrets",
    enter: ({ fill }) => fill("app.newPassword", "short"),
  },
  {
    name: "search-found",
    role: "sales",
    at: () => "/search?q=elisa",
    enter: ({ tab }) => tab.getByRole("searchbox").first().fill("elisa"),
  },
  sheet("customer-add-site", "sales", customer, "customers.addSite"),
  sheet("customer-change-site", "sales", customer, "ui.change", "ui.colon"),
  sheet("customer-add-contact", "sales", customer, "customers.addContact"),
  sheet("new-customer-kind", "sales", "/customers/new", "customers.kind"),
  {
    name: "customers-none-found",
    role: "sales",
    at: () => "/customers",
    enter: ({ tab }) => tab.getByRole("searchbox").first().fill("qqqqq"),
  },
  sheet("order-form-add", "sales", newOrder, "sales.scanOrSearch"),
  {
    name: "order-form-found",
    role: "sales",
    at: newOrder,
    async enter({ tab, press, dialog }) {
      await press("sales.scanOrSearch");
      await dialog.getByRole("searchbox").fill("elisa");
      await tab.waitForLoadState("networkidle");
    },
  },
  {
    name: "order-form-asked-price",
    role: "sales",
    at: newOrder,
    async enter(hands) {
      await addProduct(hands);
      await hands.press("sales.askPrice");
      await hands.fill("sales.askedPrice", "1");
      await hands.press("sales.delivery");
    },
  },
  {
    name: "order-form-papers-missing",
    role: "sales",
    at: async (person) => `/orders/new?customer=${(await customerWithoutPapers(person)).id}`,
    async enter(hands) {
      await addProduct(hands, (await customerWithoutPapers(hands.person)).catalogueNumber);
      await hands.tab.locator("article.stopped").waitFor();
    },
  },
  {
    name: "order-form-offline",
    role: "sales",
    at: newOrder,
    async enter(hands) {
      await addProduct(hands);
      await hands.tab.context().setOffline(true);
      await hands.tab.getByText(hands.say("sales.submitLater")).waitFor();
    },
    leave: ({ tab }) => tab.context().setOffline(false),
  },
  {
    name: "order-form-refused",
    role: "sales",
    at: newOrder,
    async enter(hands) {
      await addProduct(hands);
      await tooMuch(hands.tab);
      await hands.press("sales.submit");
      await hands.tab.locator("#submission > *").first().waitFor();
    },
  },
  { name: "attention-filled", role: "sales", at: () => "/attention" },
  sheet("attention-discard", "sales", "/attention", "sync.discard"),
  {
    name: "order-repeated",
    role: "sales",
    at: async (person) =>
      `/orders/new?repeats=${(await first(person, 'orders(states: ["delivered"], first: 1)')).id}`,
  },
  {
    name: "order-form-change",
    role: "sales",
    at: async (person) => `${await at("/orders", 'orders(states: ["submitted"], first: 1)')(person)}/edit`,
  },
  sheet("order-cancel", "sales", at("/orders", 'orders(states: ["approved"], first: 1)'), "sales.cancel"),
  sheet(
    "order-remark",
    "sales",
    at("/orders", 'orders(states: ["approved"], first: 1)'),
    "sales.writeRemark",
  ),
  sheet("approval-approve", "manager", "/approvals", "sales.approve"),
  sheet("approval-reject", "manager", "/approvals", "sales.reject"),
  sheet("customer-credit", "finance", customer, "customers.setCredit"),
  {
    name: "policy-inverted",
    role: "administrator",
    at: () => "/approval-policy",
    enter: ({ fill }) => fill("sales.releasedUpTo", "900000"),
  },
  ...[
    "identity.changeProfile",
    "identity.grantPost",
    "identity.giveCode",
    "identity.disable",
    "identity.endPost",
  ].map((button) =>
    sheet(
      `person-${button.split(".")[1]}`,
      "administrator",
      async (person) => `/people/${(await colleague(person)).id}`,
      button,
    ),
  ),
  sheet("departments-add", "administrator", "/departments", "identity.addShort"),
  sheet("locations-add", "administrator", "/locations", "catalog.addShort"),
  {
    name: "company-checked",
    role: "administrator",
    at: () => "/company",
    enter: ({ fill }) => fill("identity.creditCode", "123"),
  },
  sheet("product-list-price", "purchaser", at("/products", "products(first: 1)"), "catalog.changeListPrice"),
  sheet("product-agree-price", "manager", at("/products", "products(first: 1)"), "catalog.agreePrice"),
  sheet("suppliers-add", "purchaser", "/suppliers", "catalog.addShort"),
  {
    name: "imports-with-faults",
    role: "purchaser",
    at: () => "/imports",
    async enter({ tab, say }) {
      await tab.getByRole("radio", { name: say("imports.products"), exact: true }).check({ force: true });
      await tab.locator('input[type="file"]').setInputFiles({
        name: "goods.xlsx",
        mimeType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        buffer: productsWithFaults(),
      });
      await tab.locator(".fault").first().waitFor();
    },
  },
  ...FLOOR_STATES,
];

/** Somebody else: one's own account is kept by another administrator. */
async function colleague(person) {
  const { people, me } = await person.ask(
    "{ people(first: 100) { items { id kind } } me { person { id } } }",
  );
  return people.items.find(({ id, kind }) => kind === "staff" && id !== me.person.id);
}
