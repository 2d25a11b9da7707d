// Keyboard shortcuts. A letter moves to what carries it in data-shortcut, j and k walk along the rows of a list, g and a
// letter go to a page, ? shows them all: one slip of the finger never decides. They can be switched off (WCAG 2.1.4),
// the choice is kept with the account, and everything works without this file.
(() => {
  "use strict";
  const SECOND_KEY_MS = 1500;
  const ROWS = "table.queue tbody tr, [data-rows] > *";
  const TICKS = "table.queue tbody input[type=checkbox]";
  const root = document.documentElement;
  let began = -Infinity; // when g was pressed, while its second key is awaited

  const carrier = () => document.querySelector("[data-shortcuts]");
  const isOn = () => carrier()?.dataset.shortcuts === "on";
  const isTyping = (element) => element.closest?.("input, select, textarea, [contenteditable]") !== null;
  const dialog = () => document.getElementById("shortcuts");

  const works = (letter) =>
    letter === "" ||
    document.querySelector("jk".includes(letter) ? ROWS : letter === "x" ? TICKS : `[data-shortcut="${CSS.escape(letter)}"]`) !== null;

  const open = (event) => {
    if (dialog() === null) return;
    event.preventDefault();
    for (const row of dialog().querySelectorAll("[data-letter]")) row.hidden = !works(row.dataset.letter);
    if (!dialog().open) dialog().showModal();
  };

  const step = (by) => {
    const links = [...document.querySelectorAll(ROWS)].map((row) => row.querySelector("a[href]")).filter(Boolean);
    if (links.length === 0) return false;
    const here = links.findIndex((link) => link.closest("tr, li") === document.activeElement.closest("tr, li"));
    const next = here === -1 ? 0 : Math.min(Math.max(here + by, 0), links.length - 1);
    links[next].focus();
    return true;
  };

  const tick = () => {
    const box = document.activeElement.closest("tr, li")?.querySelector("input[type=checkbox]");
    box?.click();
    return Boolean(box);
  };

  const go = (letter) => {
    const link = document.querySelector(`[data-keys="g ${CSS.escape(letter)}"]`);
    link?.click();
    return link !== null;
  };

  const moveTo = (letter) => {
    const found = document.querySelector(`[data-shortcut="${CSS.escape(letter)}"]`);
    found?.focus();
    return found !== null;
  };

  const tickOr = (letter) => (letter === "x" && tick()) || moveTo(letter);

  const pressed = (event) => {
    const skips = event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing;
    if (skips || !isOn() || isTyping(event.target) || event.key.length !== 1) return;
    if (event.key === "?") return open(event);
    if (dialog()?.open) return;
    const letter = event.key.toLowerCase();
    const isSecond = performance.now() - began < SECOND_KEY_MS;
    began = letter === "g" && !isSecond ? performance.now() : -Infinity;
    if (began > 0) return;
    const done = isSecond ? go(letter) : letter === "j" ? step(1) : letter === "k" ? step(-1) : tickOr(letter);
    if (done) event.preventDefault();
  };

  const show = (form, on) => {
    carrier().dataset.shortcuts = on ? "on" : "off";
    root.classList.toggle("shortcuts-on", on);
    const said = form.querySelector("[role=status]");
    said.textContent = on ? said.dataset.on : said.dataset.off;
    for (const button of form.querySelectorAll("button")) button.hidden = (button.value === "yes") === on;
    form.querySelector("button:not([hidden])").focus();
  };

  const switched = async (event) => {
    event.preventDefault();
    const form = event.target;
    const on = event.submitter.value === "yes";
    const body = new FormData(form);
    body.set("on", event.submitter.value);
    try {
      const answer = await fetch(form.action, { method: "POST", body });
      if (!answer.ok || answer.url !== form.action) throw new Error(`answered ${answer.status}`);
      show(form, on);
    } catch {
      location.assign(form.action); // log in first, or see there what is wrong
    }
  };

  document.addEventListener("DOMContentLoaded", () => {
    document.getElementById("problems")?.focus();
    root.classList.toggle("shortcuts-on", isOn());
    document.addEventListener("keydown", pressed);
    document.querySelector("[data-opens-shortcuts]")?.addEventListener("click", open);
    for (const form of document.querySelectorAll("form[data-switch]")) form.addEventListener("submit", switched);
  });
})();
