// Writing an answer: the form saves by itself (autosave.js); who is here, what the text says, and the keys j and k.
"use strict";

(() => {
  const form = document.getElementById("answer");
  if (!form) return;
  const words = JSON.parse(document.getElementById("answer-words").textContent);

  Autosave(form, words, (told, isSaved) => {
    const present = document.getElementById("present");
    present.textContent = told.present.length ? words.present.replace("%s", told.present.join(", ")) : "";
    const lamps = document.getElementById("lamps");
    if (lamps && told.lamps) lamps.innerHTML = told.lamps;
    if (isSaved) document.getElementById("carried")?.remove(); // a changed text is this year's
  });

  document.addEventListener("keydown", (event) => {
    const writes = event.target.closest("input, textarea, select, [contenteditable]");
    if (writes || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    const link = document.querySelector({ j: "[data-next]", k: "[data-previous]" }[event.key.toLowerCase()] || "none");
    if (link) location.assign(link.dataset.next || link.dataset.previous);
  });
})();
