/** What a person does on a page in the language that is shown: {tab, person, dialog, say, press, fill}. */
import { literally } from "./words.mjs";

const PATIENCE_MS = 8_000;

export function handsOf(tab, person, say) {
  tab.setDefaultTimeout(PATIENCE_MS);
  const dialog = tab.locator("dialog[open]").last();
  return {
    tab,
    person,
    dialog,
    say,
    /** The first button in view that these messages name together; they may be the beginning of what is spoken. */
    async press(...keys) {
      const name = keys.length === 1 ? say(keys[0]) : keys.map(say).join("");
      const whole = tab.getByRole("button", { name, exact: true });
      const begins = tab.getByRole("button", { name: typeof name === "string" ? beginningWith(name) : name });
      await seen(whole.or(begins)).click();
    },
    async fill(key, text) {
      await seen(tab.getByLabel(beginningWith(say(key)))).fill(text);
    },
  };
}

const seen = (locator) => locator.filter({ visible: true }).first();
const beginningWith = (words) => new RegExp(`^${literally(words)}`);
