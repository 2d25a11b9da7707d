// The form of a draft without reloading the page: rows come and go, and persons are looked up, in place. The server
// answers the same pages; without this file the same buttons load them.
(() => {
  "use strict";
  const PAUSE_MS = 3000;
  let timer = 0;

  // Not form.action: that is its buttons, which are called so.
  const address = (form) => form.getAttribute("action");

  const ask = async (form, action) => {
    const body = new FormData(form);
    body.set("action", action);
    const answer = await fetch(address(form), { method: "POST", body, redirect: "error" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (page.getElementById("inputs") === null) throw new Error(`answered ${answer.status}`);
    return page;
  };

  const inPlace = async (form, button) => {
    const inputs = document.getElementById("inputs");
    clearTimeout(timer);
    inputs.inert = true; // what is typed while the answer comes would be lost
    try {
      const page = await ask(form, button.value);
      inputs.innerHTML = page.getElementById("inputs").innerHTML;
      inputs.inert = false;
      inputs.querySelector("[autofocus]")?.focus();
    } catch {
      inputs.inert = false;
      button.removeAttribute("data-inplace");
      button.click();
    }
  };

  // Keeps what was typed a moment after the last key; the buttons keep it too, so nobody has to rely on this.
  const keepLater = (form) => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const body = new FormData(form);
      body.set("action", "keep");
      try {
        const answer = await fetch(address(form), { method: "POST", body, redirect: "error" });
        const isTold = answer.ok || answer.status === 409; // 409: the draft was changed in another window
        if (isTold) document.querySelector("[data-saved]").textContent = (await answer.json()).saved;
      } catch {
        // The network or the session is away: the next button tells.
      }
    }, PAUSE_MS);
  };

  // Whether something was typed while this file was still on its way.
  const isTouched = (form) => [...form.elements].some((it) => "defaultValue" in it && it.value !== it.defaultValue);

  const start = () => {
    document.getElementById("problems")?.focus();
    const form = document.querySelector("form[data-draft]");
    if (form === null) return;
    form.addEventListener("input", () => keepLater(form));
    if (isTouched(form)) keepLater(form);
    form.addEventListener("submit", () => clearTimeout(timer));
    form.addEventListener("click", (event) => {
      const button = event.target.closest("button[data-inplace]");
      if (button === null) return;
      event.preventDefault();
      inPlace(form, button);
    });
    form.addEventListener("keydown", (event) => {
      const button = event.target.closest(".panel")?.querySelector("button[data-enter]");
      if (event.key !== "Enter" || event.target.tagName !== "INPUT" || !button) return;
      event.preventDefault();
      button.click();
    });
  };

  document.addEventListener("DOMContentLoaded", start);
})();
