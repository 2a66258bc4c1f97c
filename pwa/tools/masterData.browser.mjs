/**
 * Master data made by nothing but the pages, on phones, in a real Chromium against the real server: an administrator's
 * department, colleague and location; a salesperson's customer with its papers, which the new colleague reviews; a
 * purchaser's supplier, product and sheet. Started by tests/browser with what is to be written; tells at its end what
 * the pages said, so that the server's state can be held against it.
 */
import { goodsOnFile } from "./journey/catalogue.mjs";
import { customerOnFile } from "./journey/customerFile.mjs";
import { sheetImported } from "./journey/importing.mjs";
import { paperReviewed, submitPaper } from "./journey/papers.mjs";
import { colleagueAppointed, firstSignIn, locationSetUp } from "./journey/people.mjs";
import { aBrowser, phone, told, walk } from "./phones.mjs";

await walk(async () => {
  const browser = await aBrowser();
  const administrator = await phone(browser, "administrator");
  const code = await colleagueAppointed(administrator.page, told.department, told.colleague);
  await locationSetUp(administrator.page, told.location);
  await administrator.context.close();

  const sales = await phone(browser, "sales");
  const customer = await customerOnFile(sales.page, told.customer);
  const asSubmitted = await submitPaper(sales.page, told.paper);
  await sales.context.close();

  const colleague = await firstSignIn(browser, told.colleague, code);
  const reviewed = await paperReviewed(colleague, { ...told, customerId: customer.id });
  await colleague.context().close();

  const purchaser = await phone(browser, "purchaser");
  const goods = await goodsOnFile(purchaser.page, told);
  const imported = await sheetImported(purchaser.page, told.sheets);
  await purchaser.context.close();
  return { customer, asSubmitted, reviewed, ...goods, imported };
});
