import { mount } from "@vue/test-utils";
import { expect, test, vi } from "vitest";
import CameraScanner from "./CameraScanner.vue";

/** The page of the tests has no workers; nothing is decoded here. */
class NoWorker extends EventTarget {
  postMessage(): void {}
  terminate(): void {}
}

test("a photo is taken with the camera, a picture is chosen from the phone, by one field", async () => {
  vi.stubGlobal("Worker", NoWorker);
  const scanner = mount(CameraScanner, { attachTo: document.body });
  const picker = scanner.get<HTMLInputElement>('input[type="file"]').element;
  const opened = vi.fn<(capture: string | null) => void>();
  picker.addEventListener("click", (event) => {
    event.preventDefault();
    opened(picker.getAttribute("capture"));
  });

  await scanner.get('button[aria-label="拍照识别"]').trigger("click");
  await scanner.get('button[aria-label="从相册选择"]').trigger("click");
  await scanner.get('button[aria-label="拍照识别"]').trigger("click");

  expect(opened.mock.calls).toEqual([["environment"], [null], ["environment"]]);
  expect(scanner.emitted("beforePhoto")).toHaveLength(3);
  scanner.unmount();
  vi.unstubAllGlobals();
});
