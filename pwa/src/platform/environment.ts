/** Where the app runs: some places cannot do what it needs, and the person should hear it before losing work. */

export type InAppBrowser = "wechat" | "wecom" | "dingtalk";

/** WeCom also calls itself MicroMessenger, so it is asked first. */
export function inAppBrowser(userAgent: string = navigator.userAgent): InAppBrowser | null {
  if (/wxwork/i.test(userAgent)) return "wecom";
  if (/micromessenger/i.test(userAgent)) return "wechat";
  if (/dingtalk/i.test(userAgent)) return "dingtalk";
  return null;
}

export const isInstalled = (): boolean => matchMedia("(display-mode: standalone)").matches;

export const isApple = (userAgent: string = navigator.userAgent): boolean =>
  /iphone|ipad|ipod/i.test(userAgent);

/** Camera, service worker and WebCrypto exist only on HTTPS and localhost. */
export const canWorkOffline = (): boolean => isSecureContext && "serviceWorker" in navigator;

/** What a person may recognise this browser by in the list of their devices. */
export function deviceName(userAgent: string = navigator.userAgent): string {
  const system = /Android|iPhone|iPad|HarmonyOS|Windows|Mac OS X|Linux/.exec(userAgent)?.[0] ?? "";
  const browser = /Edg|Firefox|Chrome|Safari/.exec(userAgent)?.[0] ?? "";
  return [browser, system].filter((part) => part !== "").join(" · ") || "browser";
}
