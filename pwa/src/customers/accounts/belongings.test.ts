import { expect, test } from "vitest";
import { contactDraft, contactInput, contactLacks, isPhone, siteInput, siteLacks } from "./belongings";

const site = {
  siteId: "s",
  name: "张江院区",
  address: "蔡伦路 1 号",
  receiver: "周老师",
  phone: "021-5080-0000",
};
const contact = { contactId: "k", name: "王采购", phone: "", role: "", authorityUntil: null };

test("a site says which field it lacks", () => {
  expect(siteLacks(site)).toBeNull();
  expect(siteLacks({ ...site, name: " " })).toBe("name");
  expect(siteLacks({ ...site, address: "" })).toBe("address");
  expect(siteLacks({ ...site, receiver: "" })).toBe("receiver");
  expect(siteLacks({ ...site, phone: "电话" })).toBe("phone");
});

test("a contact needs a name; a phone only if it is one", () => {
  expect(contactLacks(contact)).toBeNull();
  expect(contactLacks({ ...contact, name: "" })).toBe("name");
  expect(contactLacks({ ...contact, phone: "12" })).toBe("phone");
});

test("phones are written in many ways", () => {
  expect(["13800138000", "+86 138-0013-8000", "(021) 5080"].map(isPhone)).toEqual([true, true, false]);
});

test("inputs carry no idle blanks", () => {
  expect(siteInput({ ...site, name: " 张江院区 " }).name).toBe("张江院区");
  expect(contactInput({ ...contact, role: " " })).toEqual({
    contactId: "k",
    name: "王采购",
    phone: null,
    role: null,
    authorityUntil: null,
  });
});

test("a draft of another contact is not put back", () => {
  expect(contactDraft("other")(contact)).toBeNull();
  expect(contactDraft("k")(contact)).toEqual(contact);
  expect(contactDraft(null)({ name: 1 })).toBeNull();
});
