// The consensus room by keyboard: J the next item, K the one before, as on the page of an answer; no other key acts.
"use strict";

(() => {
  const links = { j: "a[data-next]", k: "a[data-previous]" };
  document.addEventListener("keydown", (event) => {
    const writes = event.target.closest("input, textarea, select, [contenteditable]");
    if (writes || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    const link = document.querySelector(links[event.key.toLowerCase()] || "none");
    if (link) location.assign(link.href);
  });
})();
