import { dirname, resolve } from "node:path";
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
});
