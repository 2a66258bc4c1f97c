import app from "./app";
import inventory from "./inventory";
import logistics from "./logistics";
import notices from "./notices";
import platform from "./platform";
import registers from "./registers";
import sync from "./sync";
import ui from "./ui";

export default { app, inventory, logistics, notices, platform, registers, sync, ui };
