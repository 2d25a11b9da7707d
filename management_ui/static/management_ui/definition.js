// The form of a view's definition without reloading the page: rows come and go in place, and what it gives on real
// events shows by itself a moment after the last key. The server answers the same pages; without this file the same
// buttons load them.
(() => {
  "use strict";
  const PAUSE_MS = 900;
  let timer = 0;
  let asking = null;

  const ask = async (form, action, signal) => {
    const body = new FormData(form);
    body.set("action", action);
    // Not form.action: that is its buttons, which are called so.
    const answer = await fetch(location.pathname, { method: "POST", body, signal, redirect: "error" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (page.getElementById("inputs") === null) throw new Error(`answered ${answer.status}`);
    return page;
  };

  const take = (page, id) => {
    document.getElementById(id).innerHTML = page.getElementById(id).innerHTML;
  };

  const showTrial = (page) => {
    take(page, "places");
    take(page, "trial");
    const said = page.getElementById("trial-said").textContent.trim().replace(/\s+/g, " ");
    const status = document.getElementById("trial-said");
    if (status.textContent.trim() !== said) status.textContent = said;
  };

  const tryLater = (form) => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      asking?.abort();
      asking = new AbortController();
      try {
        showTrial(await ask(form, "live", asking.signal));
      } catch {
        // A newer question took its place, or the network is away: the button still works.
      }
    }, PAUSE_MS);
  };

  const changeRows = async (form, button) => {
    const inputs = document.getElementById("inputs");
    inputs.inert = true; // what is typed while the answer comes would be lost
    try {
      const page = await ask(form, button.value);
      take(page, "inputs");
      take(page, "places");
      inputs.inert = false;
      (document.querySelector("#inputs [autofocus]") ?? document.getElementById(button.id))?.focus();
      tryLater(form);
    } catch {
      inputs.inert = false;
      button.removeAttribute("data-inplace");
      button.click();
    }
  };

  // Whether something was typed while this file was still on its way.
  const isTouched = (form) => [...form.elements].some((it) => "defaultValue" in it && it.value !== it.defaultValue);

  const start = () => {
    document.getElementById("problems")?.focus();
    const form = document.querySelector("form[data-definition]");
    if (form === null) return;
    form.addEventListener("input", () => tryLater(form));
    if (isTouched(form)) tryLater(form);
    form.addEventListener("click", (event) => {
      const button = event.target.closest("button[data-inplace]");
      if (button === null) return;
      event.preventDefault();
      changeRows(form, button);
    });
  };

  document.addEventListener("DOMContentLoaded", start);
})();
