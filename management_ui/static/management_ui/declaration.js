// Comfort in a box of JSON: Enter keeps the indentation of the line, and the link of a mistake also selects that line
// in the box. Tab does what it does everywhere, so nobody is caught in the box. The page works without this file.
(() => {
  "use strict";
  const indentOf = (text, at) => /^[ \t]*/.exec(text.slice(text.lastIndexOf("\n", at - 1) + 1, at))[0];

  const onEnter = (event) => {
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const box = event.target;
    const before = box.value.slice(0, box.selectionStart);
    const deeper = /[{[]\s*$/.test(before) ? "  " : "";
    event.preventDefault();
    // insertText keeps the browser's undo; setRangeText is for browsers without it
    const added = `\n${indentOf(box.value, box.selectionStart)}${deeper}`;
    if (!document.execCommand("insertText", false, added)) {
      box.setRangeText(added, box.selectionStart, box.selectionEnd, "end");
    }
  };

  const select = (box, number) => {
    const lines = box.value.split("\n");
    const start = lines.slice(0, number - 1).reduce((sum, line) => sum + line.length + 1, 0);
    box.focus();
    box.setSelectionRange(start, start + (lines[number - 1] || "").length);
    box.scrollTop = (box.scrollHeight / Math.max(lines.length, 1)) * Math.max(number - 6, 0);
  };

  document.addEventListener("DOMContentLoaded", () => {
    const box = document.querySelector("textarea[data-code]");
    if (box === null) return;
    box.addEventListener("keydown", onEnter);
    document.querySelectorAll('#problems a[href^="#line-"]').forEach((link) => {
      link.addEventListener("click", (event) => {
        event.preventDefault();
        select(box, Number(link.hash.slice("#line-".length)));
      });
    });
    document.getElementById("problems")?.focus();
  });
})();
