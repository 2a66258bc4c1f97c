import { readFileSync } from "node:fs";
import type { Plugin } from "vite";
import packageJson from "../package.json" with { type: "json" };

const ZBAR = "@undecaf/zbar-wasm";

/** The notice that the LGPL asks for beside a library that is passed on: what it is, where its source is, its words. */
export const licences = (): Plugin => ({
  name: "licences",
  apply: "build",
  generateBundle() {
    const words = readFileSync(new URL(`../node_modules/${ZBAR}/LICENSE`, import.meta.url), "utf8");
    this.emitFile({ type: "asset", fileName: "licences/zbar-wasm.txt", source: notice + words });
  },
});

const notice = `${ZBAR} ${packageJson.dependencies[ZBAR]}, under the GNU Lesser General Public License, version 2.1 or later.

It reads bar codes on photos. Its source is at https://github.com/undecaf/zbar-wasm. zbar-<hash>.wasm is the file as it
was published, zbar-<hash>.js holds its JavaScript part. Either may be replaced by a build of your own, and this app can
be built anew with it from its source.

`;
