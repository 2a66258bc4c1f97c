import app from "./app";
import inventory from "./inventory";
import logistics from "./logistics";
import platform from "./platform";
import sync from "./sync";
import ui from "./ui";

export default { app, inventory, logistics, platform, sync, ui };
