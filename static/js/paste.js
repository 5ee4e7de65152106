// Pasted Thai that broke on the way is mended: the text goes in at once, the server's mended text replaces it if it
// still stands there, and a note tells every change and undoes them. Without the server the text stays as pasted.
"use strict";

(() => {
  const note = document.getElementById("pasted");
  const text = document.querySelector("#answer textarea[name=text]");
  if (!note || !text) return;
  const LONGEST_WAIT = 10000;
  const said = note.querySelector("[role=status]");
  const warning = note.querySelector("[data-warning]");
  const list = note.querySelector("details");
  const undo = note.querySelector("button");
  let latest = 0;
  let change = null; // what was mended last: { start, before, after }

  // Where the words stand: at `start`, or elsewhere if they stand there only.
  const placeOf = (words, start) => {
    if (text.value.startsWith(words, start)) return start;
    const first = text.value.indexOf(words);
    return first >= 0 && text.value.indexOf(words, first + 1) < 0 ? first : -1;
  };

  // Exactly `before` becomes `after`; the caret and the scroll stay with the words around them.
  const replace = (start, before, after) => {
    const end = start + before.length;
    const moved = (at) => {
      if (at <= start) return at;
      return at >= end ? at + after.length - before.length : start + Math.min(at - start, after.length);
    };
    const caret = [moved(text.selectionStart), moved(text.selectionEnd)];
    const scroll = text.scrollTop;
    const isHere = document.activeElement === text;
    if (isHere) text.setSelectionRange(start, end);
    // The browser's own way keeps Ctrl+Z.
    if (!isHere || !document.execCommand("insertText", false, after)) {
      text.setRangeText(after, start, end);
      text.dispatchEvent(new Event("input", { bubbles: true }));
    }
    if (isHere) text.setSelectionRange(...caret);
    text.scrollTop = scroll;
  };

  const line = (mended) => {
    const item = document.createElement("li");
    const before = document.createElement("del");
    const after = document.createElement("ins");
    before.textContent = mended.before;
    after.textContent = mended.after || note.dataset.nothing;
    const count = mended.count > 1 ? ` · ${mended.count} ${note.dataset.places}` : "";
    item.append(before, " → ", after, ` (${mended.kind_words}${count})`);
    return item;
  };

  const tell = (told, isMended) => {
    change = isMended ? change : null;
    list.hidden = undo.hidden = !isMended;
    list.open = false;
    list.querySelector("ul").replaceChildren(...(isMended ? told.mended.map(line) : []));
    warning.hidden = !told.warning;
    warning.textContent = told.warning;
    said.textContent = isMended ? told.note : told.warning && note.dataset.checked;
  };

  const ask = async (words) => {
    const response = await fetch(text.form.dataset.paste, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": Session.token() },
      body: JSON.stringify({ text: words }),
      signal: AbortSignal.timeout(LONGEST_WAIT),
    });
    return response.ok ? response.json() : null;
  };

  const mend = async (words, start) => {
    latest += 1;
    const mine = latest;
    const told = await ask(words).catch(() => null);
    if (!told || mine !== latest) return;
    const place = told.text === words ? -1 : placeOf(words, start);
    if (place >= 0) {
      change = { start: place, before: words, after: told.text };
      replace(place, words, told.text);
    }
    tell(told, place >= 0);
  };

  text.addEventListener("paste", (event) => {
    const words = (event.clipboardData ? event.clipboardData.getData("text/plain") : "").replace(/\r\n?/g, "\n");
    const start = text.selectionStart;
    if (!/[^\x00-\x7f]/.test(words)) return;
    // After the browser has put it in.
    setTimeout(() => {
      if (text.value.startsWith(words, start)) mend(words, start);
    });
  });

  undo.addEventListener("click", () => {
    const place = change ? placeOf(change.after, change.start) : -1;
    text.focus();
    if (place >= 0) replace(place, change.after, change.before);
    tell({ warning: "", mended: [] }, false);
    said.textContent = place >= 0 ? note.dataset.undone : note.dataset.gone;
  });
})();
