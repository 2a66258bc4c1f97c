import app from "./app";
import catalog from "./catalog";
import compliance from "./compliance";
import customers from "./customers";
import identity from "./identity";
import imports from "./imports";
import inventory from "./inventory";
import logistics from "./logistics";
import notices from "./notices";
import overviews from "./overviews";
import platform from "./platform";
import portal from "./portal";
import readings from "./readings";
import registers from "./registers";
import sales from "./sales";
import sync from "./sync";
import ui from "./ui";

export default {
  app,
  catalog,
  compliance,
  customers,
  identity,
  imports,
  inventory,
  logistics,
  notices,
  overviews,
  platform,
  portal,
  readings,
  registers,
  sales,
  sync,
  ui,
};
