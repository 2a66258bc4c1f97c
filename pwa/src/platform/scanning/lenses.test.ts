import { describe, expect, test } from "vitest";
import { betterLens, rearLenses } from "./lenses";

const lens = (id: string, label: string) => ({ kind: "videoinput", id, label });

describe("the lens that reads codes", () => {
  test.each([
    [
      "Android: the main one is the lowest number, whatever the browser opened",
      [
        "camera2 3, facing back",
        "camera2 2, facing back",
        "camera2 1, facing front",
        "camera2 0, facing back",
      ],
      "camera2 2, facing back",
      "camera2 0, facing back",
    ],
    [
      "iOS: the combined lens, which goes near by itself",
      ["Front Camera", "Back Ultra Wide Camera", "Back Triple Camera", "Back Camera"],
      "Back Camera",
      "Back Triple Camera",
    ],
    ["iOS in Chinese", ["前置相机", "后置超广角相机", "后置相机"], "后置超广角相机", "后置相机"],
  ])("%s", (_name, labels, open, expected) => {
    const lenses = rearLenses(labels.map((label) => lens(label, label)));
    expect(lenses.map(({ label }) => label)).not.toContain("Front Camera");
    expect(betterLens(lenses, open)?.label).toBe(expected);
    expect(betterLens(lenses, expected)).toBeNull();
  });

  test("names that tell nothing change nothing", () => {
    const lenses = rearLenses([
      lens("a", "USB2.0 HD"),
      lens("b", "Camera"),
      { ...lens("m", "Mic"), kind: "audioinput" },
    ]);
    expect(lenses.map(({ id }) => id)).toEqual(["a", "b"]);
    expect(betterLens(lenses, "b")).toBeNull();
  });

  test("before the camera is allowed lenses have no names, and none is offered", () => {
    expect(rearLenses([lens("", "")])).toEqual([]);
  });
});
