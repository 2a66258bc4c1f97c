import { words } from "../words";

/** Words about the device: camera, scanner, storage. */
export default words({
  scanner: "扫码",
  aimHere: "将条码放入框内",
  startCamera: "打开摄像头",
  restartCamera: "重新打开摄像头",
  cameraPaused: "摄像头已暂停",
  cameraStarting: "正在打开摄像头",
  torchOn: "开灯",
  torchOff: "关灯",
  photo: "拍照识别",
  readingPhoto: "正在识别照片",
  nothingFound: "照片里没有找到条码，请靠近、对焦后再拍",
  cameraDenied: "摄像头没有授权。请在浏览器的网站设置中允许摄像头，或改用拍照识别。",
  cameraMissing: "没有找到摄像头，可以用扫码枪或手工输入。",
  cameraBusy: "摄像头被其他应用占用。关闭后点“重新打开摄像头”，或改用拍照识别。",
  cameraInsecure: "此地址不是 HTTPS，浏览器不开放摄像头。可以用拍照识别或扫码枪。",
  cameraUnknown: "摄像头没有打开。请重新打开，或改用拍照识别。",
  scanned: "已扫 {text}",
  wedgeReady: "扫码枪可以直接扫",
});
