/** Orders that lie on this phone, in the person's own database. */
import type { DraftStore } from "@/platform/drafts";
import { acceptForm, type OrderForm } from "./orderForm";

const PREFIX = "order:";

export interface LocalDraft {
  readonly orderId: string;
  readonly savedAt: string;
  readonly form: OrderForm;
}

export const draftKey = (orderId: string): string => `${PREFIX}${orderId}`;

/** The latest first; drafts without a customer or goods, and those nobody understands any more, are left out. */
export async function localDrafts(store: DraftStore): Promise<readonly LocalDraft[]> {
  const found = await store.list(PREFIX);
  return found.flatMap(({ key, json, savedAt }) => {
    const form = acceptForm(parsed(json));
    if (form === null || form.customerId === null || form.lines.length === 0) return [];
    return [{ orderId: key.slice(PREFIX.length), savedAt, form }];
  });
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
