import type { Translation } from "../words";
import type zh from "../zh-CN/platform";

export default {
  scanner: "Scan",
  aimHere: "Hold the code inside the frame",
  startCamera: "Open the camera",
  restartCamera: "Reopen the camera",
  cameraPaused: "The camera is paused",
  cameraStarting: "Opening the camera",
  torchOn: "Light on",
  torchOff: "Light off",
  photo: "Read a photo",
  readingPhoto: "Reading the photo",
  nothingFound: "No code was found in the photo; go closer, focus and try again",
  cameraDenied: "The camera is not allowed. Allow it in the browser's site settings, or read a photo.",
  cameraMissing: "There is no camera. Use a hand scanner or type the code.",
  cameraBusy: "Another app is using the camera. Close it and reopen the camera, or read a photo.",
  cameraInsecure:
    "This address is not HTTPS, so the browser gives no camera. Read a photo or use a hand scanner.",
  cameraUnknown: "The camera did not open. Reopen it, or read a photo.",
  scanned: "Scanned {text}",
  wedgeReady: "A hand scanner works at any time",
  fileChoose: "Choose {label}",
  fileOther: "Another file",
  fileRemove: "Remove",
  fileSending: "Sending {percent}%",
  fileLater: "Not all of it was sent. Online again, tap “Try again” and it goes on.",
  fileUnreadable: "This file cannot be read. Choose another, or take the photo again.",
  fileTooLarge: "The file is larger than {most}. Make it smaller first.",
  fileNever: "The server does not take this file. Use a JPEG, a PNG or a PDF.",
} satisfies Translation<typeof zh>;
