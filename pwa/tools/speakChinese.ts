/** Tests read the app as most of its people do; main.ts loads the words before anything is shown. */
import { speak } from "@/i18n";

// Tests of the tools run without a page.
if (typeof document !== "undefined") await speak("zh-CN");
