/** The composition root: makes the parts, introduces them to each other, draws the first page. */
import { createApp, watch } from "vue";
import { t } from "@/i18n";
import { graphQLClient } from "@/graphql/client";
import { live } from "@/graphql/live";
import { graphQLKey, type GraphQLRoom } from "@/graphql/useQuery";
import { registerFiles, registerFilesKey } from "@/overviews/registers/registerFiles";
import { draftStoreKey } from "@/platform/drafts";
import { deviceName } from "@/platform/environment";
import { filesKey } from "@/platform/files";
import { speakChosenLanguage, untoldLanguage } from "@/platform/languageChoice";
import { networkKey, watchNetwork } from "@/platform/network";
import { photoReaderKey } from "@/platform/scanning/serverScan";
import { sessionKey } from "@/platform/session";
import { followTheme } from "@/platform/theme";
import { reloadOnceForMissingFiles, watchUpdates } from "@/platform/updates";
import "@/ui/tokens.css";
import "@/ui/base.css";
import { phoneQueue, queueKey } from "@/sync/queue";
import { facesKey } from "@/sync/faces";
import { registerSync, teller, wakeOnEdges } from "@/sync/wakeUps";
import { topBarEndKey } from "@/ui/topBarEnd";
import App from "./App.vue";
import { authClient } from "./authClient";
import { commandFaces } from "./commandFaces";
import { filesDoor } from "./filesDoor";
import { listenForInstallOffer } from "./install";
import { keptOnPhone, renewOnPhone } from "./keptOnPhone";
import { photoDoor } from "./photoDoor";
import { personalDrafts } from "./personalDrafts";
import { routes } from "./routes";
import { servicesKey } from "./services";
import { sessionKeeper } from "./session";
import TopBarEnd from "./TopBarEnd.vue";

reloadOnceForMissingFiles();
listenForInstallOffer();

const auth = authClient();
const session = sessionKeeper(auth);
const network = watchNetwork();
const theme = followTheme();
const updates = watchUpdates();
const client = graphQLClient(session, {
  offline: () => t("app.readOffline"),
  captive: () => t("app.readCaptive"),
  signedOut: () => t("app.readSignedOut"),
  broken: () => t("app.readBroken"),
});

const graphql: GraphQLRoom = { client, live: live(session), answers: new Map(), kept: keptOnPhone(session) };
watch(
  () => session.person.value?.userId,
  () => {
    // What one person was told is not for the next one on this phone.
    graphql.answers.clear();
    graphql.live.close();
  },
  { flush: "sync" },
);

const queue = phoneQueue({
  userId: () => session.person.value?.userId ?? null,
  connection: {
    token: session.token,
    refresh: session.refresh,
    fetcher: (input, init) => fetch(input, init),
  },
  deviceName: deviceName(),
  now: Date.now,
  dice: Math.random,
  online: () => navigator.onLine,
  tell: teller(),
  askToBeWoken: () => void registerSync(),
  later: (work, ms) => {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  },
});
wakeOnEdges(queue);
// Signing in, and starting the app, are reasons to try again whatever the back-off says.
watch(
  () => [session.person.value?.userId, session.confirmed.value],
  async () => {
    await queue.reread();
    await queue.wake();
  },
);

// In the hand again, online again, or confirmed by the server: what is read without network is brought up to date.
const renew = (): void => void renewOnPhone(session, client);
watch([() => session.person.value?.userId, session.confirmed, network.state], renew);
// A language that was chosen on the sign-in page or without network is the account's at the next contact.
watch([session.confirmed, network.state], async ([confirmed]) => {
  const userId = session.person.value?.userId;
  if (!confirmed || userId === undefined || untoldLanguage(userId) === null) return;
  const { tellLanguage } = await import("./tellLanguage");
  await tellLanguage(client, userId);
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") renew();
});

// The demo's ribbon stands above every page: asked for before the first one is drawn, so that nothing moves.
const [demoLogins] = await Promise.all([auth.demoLogins(), speakChosenLanguage(), session.resume()]);

createApp(App)
  .use(routes(session))
  .provide(sessionKey, session)
  .provide(networkKey, network)
  .provide(graphQLKey, graphql)
  .provide(
    draftStoreKey,
    personalDrafts(() => session.person.value?.userId ?? null),
  )
  .provide(queueKey, queue)
  .provide(facesKey, commandFaces)
  .provide(topBarEndKey, TopBarEnd)
  .provide(filesKey, filesDoor(session))
  .provide(photoReaderKey, photoDoor(session))
  .provide(registerFilesKey, registerFiles(session))
  .provide(servicesKey, { session, network, theme, updates, demoLogins })
  .mount("#app");
