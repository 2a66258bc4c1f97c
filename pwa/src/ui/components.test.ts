import { enableAutoUnmount, mount } from "@vue/test-utils";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { nextTick } from "vue";
import { t } from "@/i18n";
import { announce, announcement } from "./announce";
import Button from "./Button.vue";
import DateField from "./DateField.vue";
import ExpiryBadge from "./ExpiryBadge.vue";
import Field from "./Field.vue";
import ListPage from "./ListPage.vue";
import LotNumber from "./LotNumber.vue";
import PinPad from "./PinPad.vue";
import PrimaryAction from "./PrimaryAction.vue";
import Quantity from "./Quantity.vue";
import QuantityField from "./QuantityField.vue";
import RefusalCard from "./RefusalCard.vue";
import SearchBox from "./SearchBox.vue";
import SelectField from "./SelectField.vue";
import Sheet from "./Sheet.vue";
import StatusPill from "./StatusPill.vue";
import SyncMark from "./SyncMark.vue";
import Temperature from "./Temperature.vue";

enableAutoUnmount(afterEach);

test("a busy button is pressed once", async () => {
  const view = mount(Button, { slots: { default: "保存" } });
  await view.trigger("click");
  await view.setProps({ busy: true });
  await view.trigger("click");
  expect(view.emitted("press")).toHaveLength(1);
  expect([view.text(), view.attributes("aria-busy")]).toEqual(["保存", "true"]);
});

test("a primary action that cannot be done yet says what is missing", async () => {
  const view = mount(PrimaryAction, {
    props: { label: "完成拣货", blockedBecause: "还差 1 件，不能完成拣货" },
  });
  await view.get("button").trigger("click");
  expect([view.text(), view.emitted("press")]).toEqual(["还差 1 件，不能完成拣货", undefined]);
});

describe("a field", () => {
  test("ties label, hint and problem to its input", () => {
    const view = mount(Field, {
      props: { modelValue: "", label: "账号", hint: "工号", problem: "请填写账号" },
    });
    const input = view.get("input");
    expect(view.get("label").attributes("for")).toBe(input.attributes("id"));
    const described = (input.attributes("aria-describedby") ?? "").split(" ");
    expect(described.map((id) => view.get(`[id="${id}"]`).text())).toEqual(["工号", "请填写账号"]);
    expect(input.attributes("aria-invalid")).toBe("true");
  });

  test("shows a password only while asked to", async () => {
    const view = mount(Field, { props: { modelValue: "secret", label: "密码", type: "password" } });
    await view.get("button").trigger("click");
    expect(view.get("input").attributes("type")).toBe("text");
    await view.get("button").trigger("click");
    expect(view.get("input").attributes("type")).toBe("password");
  });

  test("hints at caps lock, and only in a password", async () => {
    const capital = () => {
      const pressed = new KeyboardEvent("keydown", { key: "A" });
      Object.defineProperty(pressed, "getModifierState", { value: (name: string) => name === "CapsLock" });
      return pressed;
    };
    const password = mount(Field, { props: { modelValue: "", label: "密码", type: "password" } });
    password.get("input").element.dispatchEvent(capital());
    await nextTick();
    expect(password.get('[role="status"]').text()).toBe("大写锁定已打开");
    const plain = mount(Field, { props: { modelValue: "", label: "账号" } });
    plain.get("input").element.dispatchEvent(capital());
    await nextTick();
    expect(plain.find('[role="status"]').exists()).toBe(false);
  });
});

describe("a quantity field", () => {
  const make = (modelValue: number) =>
    mount(QuantityField, { props: { modelValue, label: "数量", least: 1, most: 12 } });

  test("names its buttons after what they count", () => {
    expect(
      make(4)
        .findAll("button")
        .map((button) => button.attributes("aria-label")),
    ).toEqual(["减少：数量", "增加：数量"]);
  });

  test("never tells a number outside its bounds", async () => {
    const view = make(4);
    await view.get("input").setValue("99");
    expect(view.text()).toContain("不能多于 12");
    await view.get("input").setValue("");
    expect(view.text()).toContain("请填数字");
    expect(view.emitted("update:modelValue")).toBeUndefined();
    await view.get("input").setValue("12");
    expect(view.emitted("update:modelValue")).toEqual([[12]]);
  });

  test("cannot be stepped over its end", async () => {
    const view = make(12);
    const [fewer, more] = view.findAll("button");
    expect(more?.attributes("disabled")).toBeDefined();
    await fewer?.trigger("click");
    expect(view.emitted("update:modelValue")).toEqual([[11]]);
  });
});

describe("a date field", () => {
  test("takes digits as they are typed and tells a whole day only", async () => {
    const view = mount(DateField, { props: { modelValue: null, label: "有效期至", first: "2026-11-22" } });
    await view.get("input").setValue("2027033");
    expect(view.emitted("update:modelValue")).toBeUndefined();
    await view.get("input").setValue("20270331");
    expect(view.emitted("update:modelValue")).toEqual([["2027-03-31"]]);
  });

  test("complains only when it was left, and in words", async () => {
    const view = mount(DateField, { props: { modelValue: null, label: "有效期至", first: "2026-11-22" } });
    await view.get("input").setValue("20270230");
    expect(view.text()).not.toContain("没有这一天");
    await view.get("input").trigger("focusout");
    expect(view.text()).toContain("没有这一天");
    await view.get("input").setValue("20200101");
    expect(view.text()).toContain("不能早于 2026-11-22");
    expect(view.emitted("update:modelValue")).toBeUndefined();
  });
});

describe("a PIN pad", () => {
  test("completes once, with keys and keyboard alike, and never shows a digit", async () => {
    const view = mount(PinPad, { props: { modelValue: "", label: "签字 PIN", length: 4 } });
    const press = async (digit: string) => {
      await view
        .findAll("button")
        .find((button) => button.text() === digit)
        ?.trigger("click");
      await view.setProps({ modelValue: String(view.emitted("update:modelValue")?.at(-1)?.[0]) });
    };
    await press("7");
    await press("7");
    await view.trigger("keydown", { key: "0" });
    await view.setProps({ modelValue: "770" });
    expect(view.get('[role="img"]').attributes("aria-label")).toBe("已输入 3 位，共 4 位");
    await press("9");
    await press("5");
    expect(view.emitted("complete")).toEqual([["7709"]]);
    expect(view.get(".places").text()).toBe("");
  });
});

describe("a select field", () => {
  const options = [
    { value: "broken", label: "包装破损" },
    { value: "warm", label: "温度超限" },
  ];
  test("opens a sheet, tells the choice and closes", async () => {
    const view = mount(SelectField, {
      props: { modelValue: null, label: "原因", options },
      attachTo: document.body,
    });
    expect(view.get(".frame").text()).toBe("请选择");
    await view.get(".frame").trigger("click");
    const rows = view.findAll(".option");
    expect(rows.map((row) => row.text())).toEqual(["包装破损", "温度超限"]);
    await rows[1]?.trigger("click");
    expect(view.emitted("update:modelValue")).toEqual([["warm"]]);
    await nextTick();
    expect(view.findAll(".option")).toEqual([]);
  });
});

test("a sheet that the browser closes (Esc, Back) tells its page", async () => {
  const view = mount(Sheet, {
    props: { open: true, title: "原因" },
    slots: { default: "…" },
    attachTo: document.body,
  });
  await nextTick();
  expect(view.get("dialog").attributes("open")).toBeDefined();
  await view.get("dialog").trigger("close");
  expect(view.emitted("update:open")).toEqual([[false]]);
});

describe("what is shown", () => {
  test("a state has its word and its picture", () => {
    const view = mount(StatusPill, { props: { status: "onHold" } });
    expect([view.text(), view.classes(), view.find("svg").exists()]).toEqual([
      "质量锁定",
      ["pill", "yellow"],
      true,
    ]);
  });

  test("a temperature out of range says so in words, no reading is no data", () => {
    const words = (celsius: number | null) =>
      mount(Temperature, { props: { celsius, low: 2, high: 8 } }).text();
    expect(words(9.3)).toContain("超温");
    expect(words(1)).toContain("低于下限");
    expect(words(4.3)).toContain("在范围内");
    expect(words(null)).toMatch(/^无数据/);
  });

  test("a reading without limits is not judged", () => {
    const view = mount(Temperature, { props: { celsius: "21.5" } });
    expect(view.text()).toBe("21.5\u2009℃");
  });

  test("the last day, the day after, and a far day", () => {
    const words = (expiresOn: string) =>
      mount(ExpiryBadge, { props: { expiresOn, today: "2026-11-22" } }).text();
    expect(words("2026-11-22")).toContain("今天到期");
    expect(words("2026-11-20")).toContain("已过期 2 天");
    expect(words("2027-03-31")).toContain("剩 129 天");
  });

  test("a lot is copied as it is printed, whatever the eye sees", () => {
    expect(mount(LotNumber, { props: { lot: "2609B147" } }).element.textContent).toBe("2609B147");
  });

  test("cases and loose packs", () => {
    const words = (quantity: number) =>
      mount(Quantity, { props: { quantity, unit: "盒", perCase: 20 } }).text();
    expect([words(43), words(40), words(3), words(0)]).toEqual(["2 件 + 3 盒", "2 件", "3 盒", "0 盒"]);
  });

  test("the sync mark is silent when all is sent; attention comes before waiting", () => {
    const mark = (waiting: number, attention: number, offline: boolean) =>
      mount(SyncMark, { props: { waiting, attention, offline } }).text();
    expect([mark(0, 0, false), mark(2, 0, true), mark(3, 1, true)]).toEqual([
      "",
      "离线 · 2 条待发送",
      "1 条待你处理",
    ]);
  });

  test("a refusal names the rule and offers the way on", async () => {
    const view = mount(RefusalCard, {
      props: {
        refusal: { title: "不能出库", severity: "hold", rule: "质量锁定不得出库" },
        ways: [{ id: "other", label: "改拣批号 2609 B147", action: "去拣" }],
      },
    });
    expect(view.text()).toContain("质量锁定不得出库");
    await view.get("button").trigger("click");
    expect(view.emitted("take")).toEqual([["other"]]);
  });
});

test("an announcement goes away by itself, but not an older one's time with a newer one's words", () => {
  vi.useFakeTimers();
  announce("first");
  vi.advanceTimersByTime(3_000);
  announce("second");
  vi.advanceTimersByTime(1_500);
  expect(announcement.value?.text).toBe("second");
  vi.advanceTimersByTime(2_500);
  expect(announcement.value).toBeNull();
  vi.useRealTimers();
});

describe("at a desk", () => {
  const items = [{ id: "a" }, { id: "b" }, { id: "c" }];
  const screen = { wide: true };
  beforeEach(() => {
    screen.wide = true;
    const nothing = (): void => undefined;
    vi.stubGlobal("matchMedia", () => ({
      matches: screen.wide,
      addEventListener: nothing,
      removeEventListener: nothing,
    }));
  });
  afterEach(() => vi.unstubAllGlobals());
  const key = (name: string, target: EventTarget = document.body) =>
    target.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true }));
  const list = (selected: string | null = null) =>
    mount(ListPage, {
      props: { title: "订单", items, selected },
      slots: { row: "…" },
      attachTo: document.body,
    });
  const focused = () => document.activeElement?.getAttribute("data-row");

  const besides = (props: { selected: string | null; firstShown: boolean; items?: { id: string }[] }) =>
    mount(ListPage, {
      props: { title: "订单", items, ...props },
      slots: { row: "…", detail: ({ id }: { id: string }) => `看 ${id}` },
    });

  test("the first is shown beside the list until another is chosen, where the page wishes it", async () => {
    const detail = (view: ReturnType<typeof besides>) => view.get(".detail-pane").text();
    const view = besides({ selected: null, firstShown: true });
    expect(detail(view)).toBe("看 a");
    expect(view.get("[aria-current]").attributes("data-row")).toBe("a");
    await view.setProps({ selected: "c" });
    expect(detail(view)).toBe("看 c");
    expect(detail(besides({ selected: null, firstShown: false }))).toBe(t("ui.chooseOne"));
  });

  test("what is shown first stays while the list narrows around it, and gives way when it is gone", async () => {
    const view = besides({ selected: null, firstShown: true });
    await view.setProps({ items: [{ id: "b" }, { id: "a" }] });
    expect(view.get(".detail-pane").text()).toBe("看 a");
    await view.setProps({ items: [{ id: "b" }] });
    expect(view.get(".detail-pane").text()).toBe("看 b");
  });

  test("a phone shows the list alone until something is chosen", () => {
    screen.wide = false;
    const view = besides({ selected: null, firstShown: true });
    expect(view.find("[aria-current]").exists()).toBe(false);
    expect(view.get(".list-page").classes()).not.toContain("has-detail");
  });

  test("j and k walk the list and stop at its ends, Escape goes back", async () => {
    const view = list();
    const seen: (string | null | undefined)[] = [];
    for (const name of ["j", "j", "j", "j", "k"]) {
      key(name);
      await nextTick();
      await nextTick();
      seen.push(focused());
    }
    expect(seen).toEqual(["a", "b", "c", "c", "b"]);
    key("Escape");
    expect(view.emitted("close")).toHaveLength(1);
  });

  test("a slash goes to the search; letters typed there move nothing", async () => {
    const search = mount(SearchBox, { props: { modelValue: "", label: "搜索" }, attachTo: document.body });
    const view = list("a");
    key("/");
    expect(document.activeElement).toBe(search.get("input").element);
    key("j", search.get("input").element);
    await nextTick();
    expect([document.activeElement === search.get("input").element, view.emitted("open")]).toEqual([
      true,
      undefined,
    ]);
  });

  test("on a phone the keys do nothing", async () => {
    screen.wide = false;
    list();
    key("j");
    await nextTick();
    expect(focused()).not.toBe("a");
  });
});
