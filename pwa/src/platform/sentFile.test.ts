import { expect, test } from "vitest";
import { FILE_BYTES_MAX, fileFrom } from "./sentFile";

const file = (bytes: number, type: string): File =>
  new File([new Uint8Array(bytes)], "licence.pdf", { type });

test("a PDF goes up as it is, under an id of its own", async () => {
  const pdf = file(12, "application/pdf");
  const [one, other] = [await fileFrom(pdf), await fileFrom(pdf)];
  if (typeof one === "string" || typeof other === "string") throw new Error("a PDF was not read");
  expect(one.mime).toBe("application/pdf");
  expect(one.bytes.byteLength).toBe(12);
  expect(one.id).not.toBe(other.id);
});

test("what the server would not take is refused before it is sent", async () => {
  expect(await fileFrom(file(FILE_BYTES_MAX + 1, "application/pdf"))).toBe("tooLarge");
  expect(await fileFrom(file(0, "application/pdf"))).toBe("unreadable");
  expect(await fileFrom(file(20, "image/jpeg"))).toBe("unreadable");
});
