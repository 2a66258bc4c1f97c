import app from "./app";
import platform from "./platform";
import sync from "./sync";
import ui from "./ui";

export default { app, platform, sync, ui };
