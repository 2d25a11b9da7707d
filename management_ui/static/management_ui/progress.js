// A rebuild that is under way, followed without reloading the page: the bar moves, and only the quarters and the end are
// said aloud. Without this file the page refreshes itself.
(() => {
  "use strict";
  const PAUSE_MS = 3000;
  let quarter = 0;

  const say = (text) => {
    document.getElementById("progress-said").textContent = text.trim().replace(/\s+/g, " ");
  };

  const reached = () => {
    const bar = document.querySelector("#progress progress");
    return bar === null ? 4 : Math.floor((4 * bar.value) / bar.max);
  };

  const look = async () => {
    try {
      const answer = await fetch(location.pathname, { redirect: "error" });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const progress = page.getElementById("progress");
      if (progress === null) {
        document.getElementById("rebuild").innerHTML = page.getElementById("rebuild").innerHTML;
        document.querySelector("h1").innerHTML = page.querySelector("h1").innerHTML;
        say(document.querySelector("#rebuild tbody tr").textContent);
        return;
      }
      document.getElementById("progress").innerHTML = progress.innerHTML;
      if (reached() > quarter) {
        quarter = reached();
        say(document.querySelector("#progress b").textContent);
      }
    } catch {
      // The network is away for a moment: look again.
    }
    setTimeout(look, PAUSE_MS);
  };

  document.addEventListener("DOMContentLoaded", () => {
    document.getElementById("problems")?.focus();
    quarter = reached();
    if (document.querySelector("[data-running]") !== null) setTimeout(look, PAUSE_MS);
  });
})();
