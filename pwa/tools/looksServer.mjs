/**
 * `vite preview` of the build with the gallery, and just enough of a server behind it to look at pages: somebody is
 * signed in or nobody is. For looking only; journeys run against the real server.
 */
import { preview } from "vite";

const SESSION = {
  accessToken: "for-looking-only",
  expiresIn: 600,
  session: {
    userId: "0197-looks",
    name: "沈雨桐",
    language: "zh-CN",
    rights: [],
    homes: ["sales", "warehouse"],
    kind: "staff",
  },
};

export async function serveLooks() {
  const state = { signedIn: true };
  const doors = {
    name: "doors-for-looking",
    configurePreviewServer(server) {
      server.middlewares.use((request, response, next) => {
        const answer = answerTo(request.url ?? "", state);
        if (answer === null) return next();
        response.writeHead(answer.status, { "Content-Type": "application/json" });
        response.end(JSON.stringify(answer.body));
      });
    },
  };
  const server = await preview({
    plugins: [doors],
    build: { outDir: "dist-looks" },
    preview: { port: 4174, strictPort: false, host: "localhost" },
    logLevel: "warn",
  });
  return {
    address: server.resolvedUrls.local[0].replace(/\/$/, ""),
    signedIn: (signedIn) => {
      state.signedIn = signedIn;
    },
    close: () => server.close(),
  };
}

function answerTo(url, { signedIn }) {
  if (url === "/health/live") return { status: 200, body: { ok: true } };
  if (url === "/auth/demo") return { status: 200, body: { logins: [] } };
  if (url === "/auth/refresh" && signedIn) return { status: 200, body: SESSION };
  if (url.startsWith("/auth/")) return { status: 401, body: { refusal: "SessionEnded", message: "请登录" } };
  return null;
}
