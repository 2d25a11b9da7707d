// Keyboard shortcuts for buttons that carry data-shortcut. A key moves to its button, Enter confirms: one slip of the
// finger never decides. They can be switched off (WCAG 2.1.4), the choice is kept in this browser, and the page works
// without this file.
(() => {
  "use strict";
  const STORED = "f6-shortcuts-off";
  const root = document.documentElement;
  const isOn = () => localStorage.getItem(STORED) === null;
  const isTyping = (element) => element.closest("input, select, textarea, [contenteditable]") !== null;

  const show = (toggle) => {
    root.classList.toggle("shortcuts-on", isOn());
    toggle.setAttribute("aria-pressed", String(isOn()));
  };

  const start = () => {
    const bar = document.querySelector("[data-shortcuts]");
    if (bar === null) return;
    const toggle = bar.querySelector("button");
    bar.hidden = false;
    show(toggle);
    toggle.addEventListener("click", () => {
      if (isOn()) localStorage.setItem(STORED, "yes");
      else localStorage.removeItem(STORED);
      show(toggle);
    });
    document.addEventListener("keydown", (event) => {
      if (!isOn() || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const button = document.querySelector(`[data-shortcut="${CSS.escape(event.key.toLowerCase())}"]`);
      if (button === null) return;
      event.preventDefault();
      button.focus();
    });
  };

  document.addEventListener("DOMContentLoaded", start);
  document.addEventListener("DOMContentLoaded", () => document.getElementById("problems")?.focus());
})();
