/** A phone that comes by plain HTTP, as to `http://192.168…`: what its browser lacks, and what the page says of it. */
import { aBrowser, url, walk } from "./phones.mjs";

const NAME = "lotline.example";

await walk(async () => {
  const { port } = new URL(url);
  const browser = await aBrowser(`--host-resolver-rules=MAP ${NAME} 127.0.0.1`, "--no-proxy-server");
  const page = await browser.newPage({ viewport: { width: 360, height: 740 }, locale: "zh-CN" });
  await page.goto(`http://${NAME}:${port}/sign-in`);
  await page.getByLabel("账号").waitFor();
  const lacking = await page.evaluate(() => ({
    secure: isSecureContext,
    camera: navigator.mediaDevices !== undefined,
    worker: navigator.serviceWorker !== undefined,
    crypto: crypto.subtle !== undefined,
  }));
  const said = await page.getByText("此地址不是 HTTPS").innerText();
  return { lacking, said };
});
