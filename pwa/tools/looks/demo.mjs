/** The demo company to look at: one that runs already, or one of our own in a folder that is thrown away. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export const HOUSE = fileURLToPath(new URL("../../..", import.meta.url));
export const PYTHON = join(HOUSE, ".venv/bin/python");
const ANSWERED_WITHIN_MS = 20_000;
/** Access tokens live ten minutes. */
const TOKEN_MS = 8 * 60_000;

/** {address, database, people, close()}; `base` is the address of one that runs, `database` its owner's. */
export async function demoAt(base, database) {
  const demo = base === undefined ? await started() : { address: base, database, close: () => undefined };
  const { logins } = await (await fetch(`${demo.address}/auth/demo`)).json();
  const people = [];
  for (const login of logins) people.push(await signedIn(demo.address, login));
  return { ...demo, people };
}

/** A person of the demo with rights and homes, able to ask GraphQL. */
async function signedIn(address, { role, user, password, path: shown }) {
  const post = async (path, body, more) => {
    const answer = await fetch(address + path, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Lotline": "1", Origin: address, ...more },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(ANSWERED_WITHIN_MS),
    });
    return answer.json();
  };
  const signIn = async () => ({ ...(await post("/auth/sign-in", { user, password })), at: Date.now() });
  let signed = await signIn();
  const { session } = signed;
  return {
    role,
    user,
    password,
    rights: session.rights,
    homes: session.homes,
    path: shown,
    async ask(query, variables) {
      if (Date.now() - signed.at > TOKEN_MS) signed = await signIn();
      const headers = { Authorization: `Bearer ${signed.accessToken}` };
      const { data, errors } = await post("/graphql", { query, variables }, headers);
      if (errors) throw new Error(errors[0].message);
      return data;
    },
  };
}

async function started() {
  // Where every user may reach: the embedded database runs as a user of its own when we are root.
  const folder = mkdtempSync(join(process.platform === "linux" ? "/var/tmp" : tmpdir(), "lotline-looks-"));
  const demo = spawn(
    PYTHON,
    ["-m", "backend.cli", "demo", "--json", "--port", "0", "--data", join(folder, "demo")],
    { cwd: HOUSE, env: { ...process.env, PYTHONPATH: HOUSE }, stdio: ["ignore", "pipe", "inherit"] },
  );
  const close = () =>
    new Promise((done) => {
      demo.once("exit", () => {
        rmSync(folder, { recursive: true, force: true });
        done();
      });
      demo.kill("SIGINT");
    });
  for await (const line of createInterface({ input: demo.stdout }))
    if (line.startsWith("{")) {
      const { url, database } = JSON.parse(line);
      return { address: url.replace("127.0.0.1", "localhost"), database, close };
    }
  rmSync(folder, { recursive: true, force: true });
  throw new Error("the demo did not start");
}
