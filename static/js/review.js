// Writing a review: the score or the checkpoints and the finding save themselves (autosave.js), each for itself.
"use strict";

(() => {
  const words = JSON.parse(document.getElementById("autosave-words").textContent);
  const suggest = (form, told) => {
    const line = form.querySelector(".suggested");
    if (line && "suggested" in told) line.textContent = told.suggested;
  };
  // Each checkpoint has a version of its own, for the button; each level a line that follows from its checkpoints.
  const count = (form, told) => {
    for (const [code, version] of Object.entries(told.versions || {})) {
      form.elements[`version_${code}`].value = version;
    }
    for (const [code, line] of Object.entries(told.levels || {})) {
      form.querySelector(`[data-level="${code}"]`).textContent = line;
    }
  };
  for (const form of document.querySelectorAll("form[data-save]")) {
    Autosave(form, words, (told) => {
      suggest(form, told);
      count(form, told);
    });
  }
})();
