// What changes while a page is open, told politely: an element with data-live is asked for again now and then, and only
// when the answer says something else is it shown (and so read aloud, as the element is a status). Nobody looks, nothing
// is asked. The page works without this file: reloading it shows the same.
(() => {
  "use strict";
  const PAUSE_MS = 30000;

  const look = async (element) => {
    if (document.visibilityState === "visible") {
      try {
        const answer = await fetch(element.dataset.live, { redirect: "error" });
        if (!answer.ok) return; // logged out, or gone: the next click will say so
        const text = (await answer.text()).trim();
        if (element.dataset.said !== text) {
          element.dataset.said = text;
          element.innerHTML = text;
        }
      } catch {
        // The network is away for a moment: look again.
      }
    }
    setTimeout(() => look(element), Number(element.dataset.pause) || PAUSE_MS);
  };

  document.addEventListener("DOMContentLoaded", () => {
    for (const element of document.querySelectorAll("[data-live]")) {
      element.dataset.said = element.innerHTML.trim();
      setTimeout(() => look(element), Number(element.dataset.pause) || PAUSE_MS);
    }
  });
})();
