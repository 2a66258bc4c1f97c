import { fileURLToPath } from "node:url";
import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vitest/config";
import { alias } from "./tools/alias.ts";
import { graphqlTwins } from "./tools/graphqlTwins.ts";

export default defineConfig({
  plugins: [graphqlTwins(), vue()],
  resolve: {
    // Tests beside the pure code in ../scanners and ../offline have no node_modules above them.
    alias: { ...alias, vitest: fileURLToPath(new URL("./node_modules/vitest", import.meta.url)) },
  },
  server: { fs: { allow: [".."] } },
  test: {
    include: [
      "src/**/*.test.ts",
      "tools/**/*.test.ts",
      "../scanners/**/*.test.ts",
      "../offline/**/*.test.ts",
    ],
    environment: "happy-dom",
    setupFiles: ["./tools/speakChinese.ts"],
    maxWorkers: 2,
    testTimeout: 10_000,
  },
});
