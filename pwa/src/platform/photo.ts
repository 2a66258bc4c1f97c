/** A photo as it is kept: made smaller, JPEG, without the place where it was taken. */
import type { NewAttachment } from "@offline/enqueue";
import { newId } from "./ids";

const SIDE_MAX = 1_600;
/** A licence is read again years later, its small print too. */
export const DOCUMENT_SIDE_MAX = 2_400;
const QUALITY = 0.8;
export const PHOTO_MIME = "image/jpeg";

/** null when the file is no picture that this phone can read. */
export async function photoFrom(file: Blob, sideMax: number = SIDE_MAX): Promise<NewAttachment | null> {
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, sideMax / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const jpeg = await new Promise<Blob | null>((resolve) => {
      canvas.toBlob(resolve, PHOTO_MIME, QUALITY);
    });
    return jpeg === null ? null : { id: newId(), mime: PHOTO_MIME, bytes: await jpeg.arrayBuffer() };
  } catch {
    return null;
  }
}
