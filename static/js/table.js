// The clipboard's own markup travels beside its text, since only that tells merged cells; and a sign-in that has ended
// is asked for before anything is sent, so that the block stays in the page.
"use strict";

(() => {
  const form = document.getElementById("table-form");
  const box = document.getElementById("id_text");
  const MOST = 2000000;
  const html = form.elements.html;
  const of = form.elements.html_of;

  const forget = () => {
    html.value = of.value = "";
  };

  box.addEventListener("paste", (event) => {
    const data = event.clipboardData;
    const markup = data ? data.getData("text/html") : "";
    const text = data ? data.getData("text/plain") : "";
    if (!/<table/i.test(markup) || !text) return;
    event.preventDefault();
    box.select();
    // The browser's own way keeps Ctrl+Z; its input event forgets the markup of before.
    if (!document.execCommand("insertText", false, text)) box.value = text;
    box.setSelectionRange(0, 0);
    of.value = "";
    html.value = markup.length <= MOST ? markup : "";
  });
  box.addEventListener("input", forget);

  form.addEventListener("submit", async (event) => {
    const button = event.submitter;
    event.preventDefault();
    const told = await Session.refresh().catch(() => null);
    if (told && told.user !== document.body.dataset.person && !(await Session.signIn())) return;
    const step = document.createElement("input");
    step.type = "hidden";
    step.name = "step";
    step.value = button ? button.value : "preview";
    form.append(step);
    HTMLFormElement.prototype.submit.call(form);
  });
})();
