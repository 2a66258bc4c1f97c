import app from "./app";
import platform from "./platform";
import ui from "./ui";

export default { app, platform, ui };
