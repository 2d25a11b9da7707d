// A form that is being sent says so, and is not sent twice, unless that takes very long. Politely: what is said goes to a status that screen readers
// read in their own time. Without this file the browser's own sign shows, and the server refuses nothing twice either:
// a form carries the id of what it records.
(() => {
  "use strict";
  const SAID_AFTER_MS = 400; // shorter than this nobody waits
  const LONG_AFTER_MS = 10000;
  const AGAIN_AFTER_MS = 20000; // whoever pressed “stop” in his browser tells nobody so
  let timers = [];

  const say = (text) => {
    document.getElementById("busy-said").textContent = text;
  };

  const allow = () => {
    for (const form of document.querySelectorAll("form[aria-busy]")) form.removeAttribute("aria-busy");
    for (const button of document.querySelectorAll("[data-sending]")) button.removeAttribute("data-sending");
  };

  const release = () => {
    timers.forEach(clearTimeout);
    timers = [];
    allow();
    const said = document.getElementById("busy-said");
    said?.replaceChildren();
    said?.classList.add("visually-hidden");
  };

  const sent = (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.getAttribute("aria-busy") === "true" || event.submitter?.hasAttribute("data-does-nothing")) {
      event.preventDefault();
      return;
    }
    form.setAttribute("aria-busy", "true");
    event.submitter?.setAttribute("data-sending", "");
    const said = document.getElementById("busy-said");
    timers.push(setTimeout(() => say(said.dataset.busy), SAID_AFTER_MS));
    timers.push(setTimeout(allow, AGAIN_AFTER_MS));
    timers.push(
      setTimeout(() => {
        form.append(said); // where the eyes are; covering nothing
        said.classList.remove("visually-hidden");
        say(said.dataset.long);
      }, LONG_AFTER_MS),
    );
  };

  window.addEventListener("pageshow", release); // back, from the browser's memory
  document.addEventListener("DOMContentLoaded", () => {
    document.addEventListener("submit", sent);
    // What answers a form can be asked for anew: “back” to it and “reload” ask its address, and send nothing again.
    if (document.body.hasAttribute("data-posted")) history.replaceState(history.state, "", location.href);
  });
})();
