// Sliders beside the two dates of a person: a slider moves its date, a date moves its slider, and what is chosen is asked
// for by itself. Without this file the dates alone do, with their button. Fetching the answer is htmx's work; when that does
// not come, the form is sent as any form is, so that a whole page says what is wrong and no old answer stays beside a new date.
(() => {
  "use strict";
  const DAY_MS = 86_400_000;
  const PAUSE_MS = 500; // a year that is being typed is not four questions, each written in the log of processing
  let asking = 0;
  let leaving = false;

  const dayOf = (slider) => new Date(Number(slider.value) * DAY_MS).toISOString().slice(0, 10);

  const tie = (slider) => {
    const date = document.getElementById(slider.dataset.date);
    const say = () => slider.setAttribute("aria-valuetext", date.value);
    const follow = () => {
      const days = Date.parse(date.value) / DAY_MS;
      if (Number.isNaN(days)) return;
      slider.value = String(days);
      say();
    };
    slider.hidden = false;
    say();
    follow();
    slider.addEventListener("input", () => {
      date.value = dayOf(slider);
      say();
    });
    date.addEventListener("input", follow);
    if (date.value !== date.defaultValue) ask({ target: date }); // chosen while this file was still on its way
  };

  const ask = ({ target }) => {
    const form = target.form;
    if (form?.id !== "moments") return;
    clearTimeout(asking);
    asking = setTimeout(() => form.requestSubmit(), PAUSE_MS);
  };

  const askWhole = () => {
    if (!leaving) document.getElementById("moments").submit(); // so htmx does not see it
  };

  const elsewhere = (event) => {
    const answered = event.detail.xhr.responseURL;
    const asked = document.getElementById("moments").getAttribute("hx-get");
    if (!answered || new URL(answered).pathname === asked) return;
    event.preventDefault(); // the session ended: this is where one logs in, and no answer
    location.assign(answered);
  };

  window.addEventListener("beforeunload", () => {
    leaving = true;
  });
  window.addEventListener("pageshow", () => {
    leaving = false;
  });
  document.addEventListener("DOMContentLoaded", () => {
    for (const failed of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
      document.addEventListener(failed, askWhole);
    }
    document.addEventListener("htmx:beforeSwap", elsewhere);
    document.addEventListener("change", ask);
    document.addEventListener("submit", () => clearTimeout(asking));
    document.querySelectorAll("input[data-date]").forEach(tie);
    document.getElementById("problems")?.focus();
  });
})();
