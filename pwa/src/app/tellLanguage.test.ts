import { afterEach, expect, test } from "vitest";
import { graphQLClient } from "@/graphql/client";
import { languageIsTold, leaveUntold, untoldLanguage } from "@/platform/languageChoice";
import { tellLanguage } from "./tellLanguage";

const LINA = "u-lina";
const MACHAO = "u-machao";
const said = (): string => "";
const DONE = { changeProfile: { __typename: "ProfileChanged", userId: LINA } };

/** The server, reached or not, and the languages that it was told. */
function server(reached: boolean) {
  const told: string[] = [];
  const fetcher: typeof fetch = async (_input, init) => {
    if (!reached) throw new TypeError("failed to fetch");
    told.push(/"language":"(\w+)"/.exec(String(init?.body))?.[1] ?? "none");
    return Response.json({ data: DONE });
  };
  const credentials = { token: async () => "token", refresh: async () => "token" };
  const words = { offline: said, captive: said, signedOut: said, broken: said };
  return { told, client: graphQLClient(credentials, words, fetcher) };
}
afterEach(languageIsTold);

test("a language chosen on the sign-in page is the account's of whoever signs in, once", async () => {
  const { told, client } = server(true);
  leaveUntold("en", null);

  await tellLanguage(client, LINA);
  await tellLanguage(client, LINA);

  expect([told, untoldLanguage(LINA)]).toEqual([["en"], null]);
});

test("one chosen without network waits for the next contact", async () => {
  const away = server(false);
  leaveUntold("zh-CN", LINA);
  await tellLanguage(away.client, LINA);
  expect(untoldLanguage(LINA)).toBe("zh-CN");

  const { told, client } = server(true);
  await tellLanguage(client, LINA);

  expect([told, untoldLanguage(LINA)]).toEqual([["zh"], null]);
});

test("a colleague who signs in on the same phone keeps their own language", async () => {
  const { told, client } = server(true);
  leaveUntold("en", LINA);

  await tellLanguage(client, MACHAO);

  expect([told, untoldLanguage(MACHAO), untoldLanguage(LINA)]).toEqual([[], null, "en"]);
});

test("what is kept in another form is no choice", () => {
  localStorage.setItem("languageUntold", "klingon ");
  expect(untoldLanguage(LINA)).toBeNull();
});
