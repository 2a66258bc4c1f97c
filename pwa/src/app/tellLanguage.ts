/** Brings the account up to the language that its person chose on this device: what the server says follows the account. */
import type { GraphQLClient } from "@/graphql/client";
import type { Language } from "@/i18n";
import { ChangeProfileDocument } from "@/identity/people/changeProfile.graphql";
import { newId } from "@/platform/ids";
import { languageIsTold, untoldLanguage } from "@/platform/languageChoice";

const ACCOUNT: Readonly<Record<Language, string>> = { "zh-CN": "zh", en: "en" };

/** Without an answer the choice stays untold; a refused one is not offered again and again. */
export async function tellLanguage(client: GraphQLClient, userId: string): Promise<void> {
  const chosen = untoldLanguage(userId);
  if (chosen === null) return;
  const input = { language: ACCOUNT[chosen] };
  const answer = await client.ask(ChangeProfileDocument, { commandId: newId(), input });
  if (answer.ok && untoldLanguage(userId) === chosen) languageIsTold();
}
