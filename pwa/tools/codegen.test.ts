// @vitest-environment node
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test } from "vitest";

const CODEGEN = fileURLToPath(new URL("codegen.mjs", import.meta.url));
const SCHEMA = `
  scalar Decimal
  interface Refusal { message: String! }
  type LotShort implements Refusal { message: String!, wanted: Decimal! }
  type LotReleased { lotId: ID! }
  union ReleaseLotResult = LotReleased | LotShort
  type Query { lot(id: ID!): String }
  type Mutation { releaseLot(id: ID!): ReleaseLotResult! }
`;
const made: string[] = [];

/** A project of its own beside its schema. Returns its folder. */
function project(schema: string | null, documents: Readonly<Record<string, string>>): string {
  const above = mkdtempSync(join(tmpdir(), "codegen-"));
  made.push(above);
  const root = join(above, "pwa");
  mkdirSync(join(root, "src"), { recursive: true });
  if (schema !== null) writeFileSync(join(above, "schema.graphql"), schema);
  for (const [name, text] of Object.entries(documents)) writeFileSync(join(root, "src", name), text);
  return root;
}
function generate(root: string) {
  const { status, stderr } = spawnSync(process.execPath, [CODEGEN, root], {
    encoding: "utf8",
    timeout: 20_000,
  });
  return { status, stderr: stderr.trim() };
}
afterEach(() => made.splice(0).forEach((folder) => rmSync(folder, { recursive: true })));

test("writes the document byte for byte, with its refusals told apart", () => {
  const text =
    "mutation ReleaseLot($id: ID!) {\n  releaseLot(id: $id) { __typename ... on LotReleased { lotId } ... on LotShort { wanted } ... on Refusal { message } }\n}\n";
  const root = project(SCHEMA, { "releaseLot.graphql": text });
  expect(generate(root)).toEqual({ status: 0, stderr: "" });
  const twin = readFileSync(join(root, "src", "releaseLot.graphql.ts"), "utf8");
  expect(twin).toContain(`text: ${JSON.stringify(text)},`);
  expect(twin).toContain(
    "| { readonly __typename: 'LotShort', readonly wanted: string, readonly message: string }",
  );
  expect(twin).toContain("ReleaseLotDocument: Document<ReleaseLotMutation, ReleaseLotMutationVariables>");
});

test("a new schema is noticed, and a twin without its document goes away", () => {
  const root = project(SCHEMA, { "lot.graphql": "query Lot($id: ID!) { lot(id: $id) }" });
  const twin = join(root, "src", "lot.graphql.ts");
  generate(root);
  expect(readFileSync(twin, "utf8")).toContain("readonly lot: string | null");
  writeFileSync(
    join(root, "..", "schema.graphql"),
    SCHEMA.replace("lot(id: ID!): String", "lot(id: ID!): String!"),
  );
  generate(root);
  expect(readFileSync(twin, "utf8")).toContain("readonly lot: string ");
  rmSync(join(root, "src", "lot.graphql"));
  generate(root);
  expect(existsSync(twin)).toBe(false);
});

test.each([
  [
    "a field the server does not have",
    { "lot.graphql": "query Lot { lots }" },
    'src/lot.graphql: Cannot query field "lots" on type "Query". Did you mean "lot"?',
  ],
  [
    "two operations of one name",
    { "a.graphql": "query Lot { __typename }", "b.graphql": "query Lot { __typename }" },
    "src/b.graphql: src/a.graphql already has an operation called Lot",
  ],
  [
    "two operations in a file",
    { "a.graphql": "query A { __typename } query B { __typename }" },
    "src/a.graphql: one named operation a file, please",
  ],
])("refuses %s", (_name, documents, expected) => {
  expect(generate(project(SCHEMA, documents))).toEqual({ status: 1, stderr: expected });
});

test("needs the schema only when there is a document", () => {
  expect(generate(project(null, {}))).toEqual({ status: 0, stderr: "" });
  expect(generate(project(null, { "a.graphql": "query A { __typename }" })).status).toBe(1);
});
