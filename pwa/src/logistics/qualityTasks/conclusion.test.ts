import { expect, test } from "vitest";
import { acceptedDraft, emptyForm, inputFrom, lacking } from "./conclusion";

test("a conclusion says first whether the goods are fit, then why", () => {
  expect(lacking(emptyForm())).toBe("fit");
  expect(lacking({ fit: "open", conclusion: "冰排仍冻结" })).toBe("fit");
  expect(lacking({ fit: "unfit", conclusion: "  " })).toBe("conclusion");
  expect(lacking({ fit: "unfit", conclusion: "超温 40 分钟" })).toBeNull();
});

test("what is sent is what was chosen, trimmed", () => {
  const form = { fit: "unfit", conclusion: " 超温 40 分钟 " } as const;
  expect(inputFrom(form, "t")).toEqual({ taskId: "t", conclusion: "超温 40 分钟", fit: false });
  expect(inputFrom({ ...form, fit: "fit" }, "t").fit).toBe(true);
});

test("a draft is put back as it was, anything else is left alone", () => {
  const draft = { fit: "fit", conclusion: "冰排仍冻结" };
  expect(acceptedDraft(draft)).toEqual(draft);
  for (const other of [null, "fit", {}, { fit: "perhaps", conclusion: "" }, { fit: "fit" }])
    expect(acceptedDraft(other)).toBeNull();
});
