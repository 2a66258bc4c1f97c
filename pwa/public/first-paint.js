// Before anything is drawn: the chosen theme and language, so that nothing flashes. A file, because our content policy
// allows no inline script. Keys as in src/platform/theme.ts and src/platform/languageChoice.ts.
(function () {
  var theme = "system";
  var language = null;
  try {
    theme = localStorage.getItem("theme") || theme;
    language = localStorage.getItem("language");
  } catch {
    // Storage is switched off: the system decides.
  }
  var dark = theme === "dark" || (theme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  if (language === "en") document.documentElement.lang = "en";
})();
