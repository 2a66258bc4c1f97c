import {
  createRouter,
  createWebHistory,
  type RouteRecordRaw,
  type Router,
  type RouterHistory,
} from "vue-router";
import type { PlainKey } from "@/i18n";
import { isOffered, type Page } from "@/platform/page";
import type { Session } from "@/platform/session";
import { allPages } from "./pages";

declare module "vue-router" {
  interface RouteMeta {
    title: PlainKey;
    /** May be seen by somebody who is not signed in. */
    open?: boolean;
    right?: string;
    anyRight?: readonly string[];
    network?: "needed";
    /** For a customer's people: the page that they are led to instead. */
    portal?: string;
  }
}

export function routes(
  session: Pick<Session, "person">,
  history: RouterHistory = createWebHistory(),
  declared: readonly Page[] = allPages,
): Router {
  const router = createRouter({
    history,
    routes: [...declared.map(routeOf), ...openRoutes(), ...developmentRoutes()],
  });
  router.beforeEach((to) => {
    const person = session.person.value;
    if (person === null && to.meta.open !== true) {
      return { name: "sign-in", query: to.fullPath === "/" ? {} : { next: to.fullPath } };
    }
    if (person?.kind === "portal" && to.meta.portal !== undefined) {
      return { name: to.meta.portal, params: to.params, replace: true };
    }
    return isOffered(to.meta, person?.rights ?? []) ? true : { name: "home" };
  });
  return router;
}

/** Where to go after signing in: one of our own addresses, never a foreign one from a prepared link. */
export function nextAddress(wanted: unknown): string {
  return typeof wanted === "string" && /^\/(?![/\\])/.test(wanted) ? wanted : "/";
}

function routeOf({
  path,
  name,
  title,
  load,
  right,
  anyRight,
  network,
  props,
  open,
  portal,
}: Page): RouteRecordRaw {
  return {
    path,
    name,
    component: load,
    props: props ?? false,
    meta: {
      title,
      ...(right === undefined ? {} : { right }),
      ...(anyRight === undefined ? {} : { anyRight }),
      ...(network === undefined ? {} : { network }),
      ...(open === undefined ? {} : { open }),
      ...(portal === undefined ? {} : { portal }),
    },
  };
}

function openRoutes(): RouteRecordRaw[] {
  return [
    {
      path: "/sign-in",
      name: "sign-in",
      component: () => import("./SignInPage.vue"),
      meta: { title: "app.signIn", open: true },
    },
    {
      path: "/forgotten",
      name: "forgotten",
      component: () => import("./ForgottenPage.vue"),
      meta: { title: "app.forgotten", open: true },
    },
    {
      path: "/:unknown(.*)*",
      name: "not-found",
      component: () => import("./NotFoundPage.vue"),
      meta: { title: "app.notFound", open: true },
    },
  ];
}

/** The gallery of the ui kit: only in builds for development and for looking at. */
function developmentRoutes(): RouteRecordRaw[] {
  if (!import.meta.env.DEV && import.meta.env.MODE !== "looks") return [];
  return [
    {
      path: "/gallery/:part?",
      name: "gallery",
      component: () => import("./gallery/GalleryPage.vue"),
      props: true,
      meta: { title: "app.gallery", open: true },
    },
  ];
}
