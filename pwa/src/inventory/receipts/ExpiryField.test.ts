import { mount } from "@vue/test-utils";
import { expect, test } from "vitest";
import { nextTick, reactive } from "vue";
import ExpiryField from "./ExpiryField.vue";

function shown(fromCode: string | null) {
  const line = reactive<{ day: string | null; word: string | null; printed: string }>({
    day: fromCode,
    word: fromCode === null ? "有效期至" : null,
    printed: fromCode ?? "",
  });
  const field = mount(
    {
      components: { ExpiryField },
      setup: () => ({ line, fromCode }),
      template: `<ExpiryField v-model:day="line.day" v-model:word="line.word" v-model:printed="line.printed"
        :from-code="fromCode" />`,
    },
    { attachTo: document.body },
  );
  return { line, field };
}

test("a month is the last day of it, or the day before it, as the maker's word says", async () => {
  const { line, field } = shown(null);

  await field.get("input").setValue("2027-05");
  expect(line).toEqual({ day: "2027-05-31", word: "有效期至", printed: "2027-05" });
  await field.get("select").setValue("失效期");
  await nextTick();

  expect(line).toEqual({ day: "2027-04-30", word: "失效期", printed: "2027-05" });
  expect(field.text()).toContain("2027-04-30");
});

test("the code's day stays the code's until somebody changes it, and comes back when it is chosen", async () => {
  const { line, field } = shown("2027-03-31");
  expect(line).toEqual({ day: "2027-03-31", word: null, printed: "2027-03-31" });

  await field.get("input").setValue("2027-04");
  expect(line).toEqual({ day: "2027-04-30", word: "有效期至", printed: "2027-04" });
  await field.get("select").setValue("");
  await nextTick();

  expect(line).toEqual({ day: "2027-03-31", word: null, printed: "2027-03-31" });
});

test("a date that may be two days gives none and says why", async () => {
  const { line, field } = shown(null);

  await field.get("input").setValue("05/06/2027");
  await field.get("input").trigger("focusout");

  expect(line.day).toBeNull();
  expect(field.text()).toContain("两种日期");
});
