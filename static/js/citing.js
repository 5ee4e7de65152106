// Evidence beside an answer: a mark such as [E12 น.4] goes to where the writer was.
"use strict";

(() => {
  const text = document.querySelector("#answer textarea[name=text]");
  if (!text) return;
  document.body.addEventListener("htmx:load", (event) => {
    for (const button of event.target.querySelectorAll("[data-insert]")) button.hidden = false;
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-insert]");
    if (!button) return;
    const before = text.value.slice(0, text.selectionStart);
    const mark = (/\S$/.test(before) ? " " : "") + button.dataset.insert;
    text.focus();
    // The browser's own way keeps Ctrl+Z.
    if (!document.execCommand("insertText", false, mark)) {
      text.setRangeText(mark, text.selectionStart, text.selectionEnd, "end");
      text.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
})();
