import app from "./app";
import inventory from "./inventory";
import logistics from "./logistics";
import platform from "./platform";
import registers from "./registers";
import sync from "./sync";
import ui from "./ui";

export default { app, inventory, logistics, platform, registers, sync, ui };
