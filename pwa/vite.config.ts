import { fileURLToPath } from "node:url";
import vue from "@vitejs/plugin-vue";
import { VitePWA } from "vite-plugin-pwa";
import { defineConfig, type Plugin } from "vite";
import { alias } from "./tools/alias.ts";
import packageJson from "./package.json" with { type: "json" };
import { contentSecurityPolicy } from "./tools/contentSecurityPolicy.ts";
import { graphqlTwins } from "./tools/graphqlTwins.ts";
import { licences } from "./tools/licences.ts";
import { manifest } from "./tools/manifest.ts";

const version = `${packageJson.version} (${new Date().toISOString().slice(0, 10)})`;
const MEBIBYTE = 1024 * 1024;
const BACKEND = "http://127.0.0.1:8000";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Vant's icon style carries a whole font as base64 and a foreign font address, which our content policy forbids. */
const withoutVantIconFont: Plugin = {
  name: "without-vant-icon-font",
  enforce: "pre",
  load: (id) => (id.endsWith("vant/es/icon/index.css") ? ".van-icon { display: inline-block; }" : null),
};

export default defineConfig({
  plugins: [
    withoutVantIconFont,
    graphqlTwins(),
    licences(),
    vue(),
    VitePWA({
      strategies: "injectManifest",
      srcDir: "src",
      filename: "serviceWorker.ts",
      registerType: "prompt",
      injectRegister: false,
      manifest,
      injectManifest: {
        globPatterns: ["**/*.{js,css,html,wasm,png,svg,webmanifest}"],
        rollupFormat: "iife",
        buildPlugins: { vite: [graphqlTwins()] },
        maximumFileSizeToCacheInBytes: 4 * MEBIBYTE, // Beyond it a file is left out in silence; tools/budget.mjs looks.
      },
    }),
  ],
  resolve: { alias },
  define: {
    __APP_VERSION__: JSON.stringify(version),
    __VUE_OPTIONS_API__: false,
    __VUE_PROD_DEVTOOLS__: false,
  },
  worker: { format: "es" },
  build: {
    target: "es2022",
    manifest: true,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        // The first page waits for all of Vue anyway: in one file it is smaller, and one request.
        codeSplitting: { groups: [{ name: "vue", test: /node_modules\/(@vue|vue|vue-router)\// }] },
        // Routes name the files that they preload; without the names those lists weigh less.
        chunkFileNames: "assets/c-[hash].js",
        assetFileNames: "assets/c-[hash][extname]",
      },
    },
  },
  server: {
    proxy: {
      "/graphql": { target: BACKEND, ws: true },
      "/auth": BACKEND,
      "/attachments": BACKEND,
      "/links": BACKEND,
      "/files": BACKEND,
      "/sync": BACKEND,
      "/health": BACKEND,
    },
    fs: { allow: [here("..")] },
  },
  preview: { headers: { "Content-Security-Policy": contentSecurityPolicy } },
});
