/** Only import directions; everything else is oxlint's, which is a hundred times faster. */
import typescriptParser from "@typescript-eslint/parser";
import boundaries from "eslint-plugin-boundaries";
import vueParser from "vue-eslint-parser";
import { elements, policies } from "./tools/boundaries.mjs";

export default [
  {
    files: ["src/**/*.{ts,vue}"],
    ignores: ["src/**/*.test.ts", "src/serviceWorker.ts", "src/env.d.ts"],
    languageOptions: {
      parser: vueParser,
      parserOptions: { parser: typescriptParser, sourceType: "module", ecmaVersion: 2022 },
    },
    linterOptions: { reportUnusedDisableDirectives: "off" },
    plugins: { boundaries },
    settings: {
      "import/resolver": { typescript: { project: "./tsconfig.json" } },
      "boundaries/elements": elements,
    },
    rules: {
      "boundaries/dependencies": ["error", { default: "disallow", policies }],
      "boundaries/no-unknown-files": "error", // A new top folder must be given its place in tools/boundaries.mjs.
    },
  },
];
