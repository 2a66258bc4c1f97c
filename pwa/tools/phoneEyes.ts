/** What a phone reads photos with, for tools that run it in node. */
export { look } from "@scanners/image";
export { stillReader } from "../src/platform/scanning/stillReader";
export { zbarReader } from "../src/platform/scanning/zbar";
export { prepareZXingModule } from "zxing-wasm/reader";
