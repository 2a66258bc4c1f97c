import { fileURLToPath } from "node:url";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The short names of source folders; tsconfig.json `paths` says the same to the type checker. */
export const alias = {
  "@scanners": here("../../scanners"),
  "@offline": here("../../offline"),
  "@": here("../src"),
};
