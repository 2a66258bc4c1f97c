import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Plugin } from "vite";

/** `import … from "./x.graphql"` means the typed twin beside the document, for the bundler as for the type checker. */
export const graphqlTwins = (): Plugin => ({
  name: "graphql-twins",
  enforce: "pre",
  async resolveId(source, importer) {
    if (!source.endsWith(".graphql") || importer === undefined) return null;
    const twin = source.startsWith(".") ? resolve(dirname(importer), `${source}.ts`) : `${source}.ts`;
    return await this.resolve(twin, importer, { skipSelf: true });
  },
  /**
   * The server admits the app's own documents at a higher cost than what somebody typed: it reads them here. Those of
   * released versions too: a phone that was not opened for a week still sends them.
   */
  generateBundle() {
    const texts = new Set([...released(), ...inSource()]);
    this.emitFile({ type: "asset", fileName: "documents.json", source: JSON.stringify([...texts]) });
  },
});

const inSource = (): string[] => {
  const source = resolve(import.meta.dirname, "../src");
  return readdirSync(source, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".graphql"))
    .sort()
    .map((file) => readFileSync(join(source, file), "utf8"));
};
const released = (): string[] => {
  const kept = resolve(import.meta.dirname, "../released");
  return readdirSync(kept)
    .sort()
    .flatMap((version): string[] => JSON.parse(readFileSync(join(kept, version, "documents.json"), "utf8")));
};
