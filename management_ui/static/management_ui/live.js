// What changes while a page is open, told politely: an element with data-live is asked for again now and then, and only
// when the answer says something else is it shown (and so read aloud, as the element is a status). Nobody looks, nothing
// is asked; does no answer come, it is asked for again, after ever longer. The page works without this file: reloading it
// shows the same.
(() => {
  "use strict";
  const PAUSE_MS = 30000;
  const PAUSE_MS_MAX = 600000; // less than the time for which an open page keeps a claim locked
  const FINAL = [401, 403, 404]; // logged out, or gone: the next click will say so

  const pauseOf = (element, failures) =>
    Math.min((Number(element.dataset.pause) || PAUSE_MS) * 2 ** failures, PAUSE_MS_MAX);

  const look = async (element, before = 0) => {
    let failures = before;
    if (document.visibilityState === "visible") {
      try {
        const answer = await fetch(element.dataset.live, { redirect: "error" });
        if (FINAL.includes(answer.status)) return;
        failures = answer.ok ? 0 : before + 1;
        const text = answer.ok ? (await answer.text()).trim() : element.dataset.said;
        if (element.dataset.said !== text) {
          element.dataset.said = text;
          element.innerHTML = text;
        }
      } catch {
        failures = before + 1; // the network is away for a moment, or one must log in first
      }
    }
    setTimeout(() => look(element, failures), pauseOf(element, failures));
  };

  document.addEventListener("DOMContentLoaded", () => {
    for (const element of document.querySelectorAll("[data-live]")) {
      element.dataset.said = element.innerHTML.trim();
      setTimeout(() => look(element), pauseOf(element, 0));
    }
  });
})();
