/**
 * A real Lotline for browser tests: `lotline setup` and `lotline serve` with the embedded database in a folder of their
 * own, behind `vite preview` of the build with the gallery, on which the network's faults can be switched.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { preview } from "vite";

const HOUSE = fileURLToPath(new URL("../..", import.meta.url));
const PYTHON = join(HOUSE, ".venv/bin/python");
const READY_MS = 90_000;
export const LOGIN = { user: "shen", password: "chunjiang-huayueye-2026" };

export async function serveReal() {
  // Where every user may reach: the embedded database runs as a user of its own when we are root.
  const folder = mkdtempSync(join(process.platform === "linux" ? "/var/tmp" : tmpdir(), "lotline-real-"));
  const [port, publicPort] = [await freePort(), await freePort()];
  const address = `http://localhost:${publicPort}`;
  const environment = {
    ...process.env,
    PYTHONPATH: HOUSE,
    LOTLINE_ENVIRONMENT: "development",
    LOTLINE_ARGON2_PROFILE: "test",
    LOTLINE_PUBLIC_URL: address,
    LOTLINE_DATA_DIR: join(folder, "data"),
  };
  const password = join(folder, "password");
  writeFileSync(password, `${LOGIN.password}\n`);
  await finished(
    lotline(
      environment,
      "setup",
      "--company",
      "试链生物",
      "--site",
      "苏州仓",
      "--login",
      LOGIN.user,
      "--name",
      "沈雨桐",
      "--password-file",
      password,
    ),
  );
  const backend = lotline(environment, "serve", "--host", "127.0.0.1", "--port", String(port));
  await answering(`http://127.0.0.1:${port}/health/ready`);

  const state = { fault: null, awaited: [] };
  const server = await preview({
    plugins: [faults(state)],
    build: { outDir: "dist-looks" },
    preview: {
      port: publicPort,
      strictPort: true,
      host: "localhost",
      proxy: Object.fromEntries(
        ["/graphql", "/auth", "/attachments", "/files", "/sync", "/health"].map((path) => [
          path,
          `http://127.0.0.1:${port}`,
        ]),
      ),
    },
    logLevel: "warn",
  });
  return {
    address,
    /** null, "portal" (HTML with status 200 for everything of the server's), "lost" (done, and the answer never comes). */
    fault: (fault) => {
      state.fault = fault;
    },
    /** Resolves when the fault has met a request that says `words`, or for "lost" a whole answer that does. */
    met: (words) => new Promise((resolve) => state.awaited.push({ words, resolve })),
    async close() {
      await server.close();
      await ended(backend);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function faults(state) {
  return {
    name: "faults",
    configurePreviewServer(server) {
      server.middlewares.use((request, response, next) => {
        const isServers = /^\/(graphql|auth|attachments|sync|health)/.test(request.url ?? "");
        if (!isServers || state.fault === null) return next();
        const parts = [];
        const meets = () => {
          const said = Buffer.concat(parts).toString();
          for (const { words, resolve } of state.awaited) if (said.includes(words)) resolve();
        };
        if (state.fault === "portal") {
          request.on("data", (part) => parts.push(part));
          request.on("end", meets);
          response.writeHead(200, { "Content-Type": "text/html" });
          return response.end("<html><body>请登录无线网络</body></html>");
        }
        // The server gets the request and does it; its answer is cut off on the way back.
        request.headers["accept-encoding"] = "identity";
        response.writeHead = () => response;
        response.write = (part) => parts.push(Buffer.from(part)) > 0;
        response.end = (part) => {
          if (part) parts.push(Buffer.from(part));
          meets();
          response.destroy();
          return response;
        };
        return next();
      });
    },
  };
}

function lotline(env, ...args) {
  return spawn(PYTHON, ["-m", "backend.cli", ...args], {
    cwd: HOUSE,
    env,
    stdio: ["ignore", "inherit", "inherit"],
  });
}

function finished(child) {
  return new Promise((resolve, reject) => {
    child.on("exit", (code) => (code === 0 ? resolve() : reject(new Error(`lotline ended with ${code}`))));
  });
}

function ended(child) {
  return new Promise((resolve) => {
    child.on("exit", resolve);
    child.kill("SIGINT");
  });
}

async function answering(url) {
  for (const until = Date.now() + READY_MS; Date.now() < until;) {
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`${url} did not answer`);
}

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
