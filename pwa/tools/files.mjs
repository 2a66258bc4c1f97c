/** The few file functions our tools need, with paths relative to a folder and always with "/". */
import { readdirSync } from "node:fs";

export { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";

/** `folder/**\/*.ext` only: every file below the folder whose name ends so. */
export function globSync(pattern, root) {
  const [folder, ending] = pattern.split("/**/*");
  return readdirSync(new URL(`${folder}/`, root), { recursive: true })
    .map((path) => `${folder}/${path.replaceAll("\\", "/")}`)
    .filter((path) => path.endsWith(ending))
    .sort();
}
