// Sliders beside the two dates of a person: a slider moves its date, a date moves its slider. Without this file the
// dates alone do, with their button. Fetching what holds at the new moments is htmx's work.
(() => {
  "use strict";
  const DAY_MS = 86_400_000;

  const dayOf = (slider) => new Date(Number(slider.value) * DAY_MS).toISOString().slice(0, 10);

  const tie = (slider) => {
    const date = document.getElementById(slider.dataset.date);
    const say = () => slider.setAttribute("aria-valuetext", date.value);
    slider.hidden = false;
    say();
    slider.addEventListener("input", () => {
      date.value = dayOf(slider);
      say();
    });
    date.addEventListener("input", () => {
      const days = Date.parse(date.value) / DAY_MS;
      if (Number.isNaN(days)) return;
      slider.value = String(days);
      say();
    });
  };

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("input[data-date]").forEach(tie);
    document.getElementById("problems")?.focus();
  });
})();
