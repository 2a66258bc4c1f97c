import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

/** What a module of `../scanners` exports: bundled in memory, because node cannot load TypeScript's short paths. */
export async function bundled(name) {
  const bundle = await rolldown({
    input: fileURLToPath(new URL(`../../scanners/${name}.ts`, import.meta.url)),
  });
  const { output } = await bundle.generate({ format: "esm" });
  return import(`data:text/javascript;base64,${Buffer.from(output[0].code).toString("base64")}`);
}
