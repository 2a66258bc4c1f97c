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

/** `keptLots`: what the server would tell a phone that may see the stock, to be kept for scanning without network. */
export async function serveLooks({ keptLots = null } = {}) {
  const state = { signedIn: true, keptLots };
  const doors = {
    name: "doors-for-looking",
    configurePreviewServer(server) {
      server.middlewares.use((request, response, next) => {
        const say = (answer) => {
          response.writeHead(answer.status, { "Content-Type": "application/json" });
          response.end(JSON.stringify(answer.body));
        };
        if (request.url === "/graphql" && keptLots !== null)
          return void json(request).then(({ operationName }) => say(answerAbout(operationName, keptLots)));
        const answer = answerTo(request.url ?? "", state);
        return answer === null ? next() : say(answer);
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

function answerTo(url, { signedIn, keptLots }) {
  if (url === "/health/live") return { status: 200, body: { ok: true } };
  if (url === "/auth/demo") return { status: 200, body: { logins: [] } };
  if (url === "/auth/refresh" && signedIn) {
    const rights = keptLots === null ? [] : ["inventory.read"];
    return { status: 200, body: { ...SESSION, session: { ...SESSION.session, rights } } };
  }
  if (url.startsWith("/auth/")) return { status: 401, body: { refusal: "SessionEnded", message: "请登录" } };
  return null;
}

/** What the phone asks to keep its stock; every other question meets a server that does not answer. */
function answerAbout(operation, lots) {
  const changed = [];
  if (operation === "Pull")
    return { status: 200, body: { data: { pull: { cursor: "1", epoch: "1", serverTime: "", changed } } } };
  if (operation === "GoodsToKeep") {
    const pageInfo = { endCursor: null, hasNextPage: false };
    return { status: 200, body: { data: { lots: { items: lots, pageInfo } } } };
  }
  return { status: 503, body: { errors: [{ message: "暂时连不上" }] } };
}

async function json(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return JSON.parse(Buffer.concat(parts).toString());
}
