// Writing an answer: Ctrl+S saves, the box grows, letters are counted, unsaved text is not left by accident.
"use strict";

(() => {
  const form = document.getElementById("answer");
  if (!form) return;
  const text = form.elements.text;
  const meter = document.getElementById("length");
  const saved = document.getElementById("saved");
  const unsavedWords = document.getElementById("unsaved-words").textContent;
  const before = new Map([...form.querySelectorAll("textarea")].map((box) => [box, box.value]));
  const startsUnsaved = saved.textContent.includes(unsavedWords);
  let leaving = false;
  let counting = 0;

  const isDirty = () => startsUnsaved || [...before].some(([box, value]) => box.value !== value);

  const graphemes = (words) => {
    if (!window.Intl || !Intl.Segmenter) return [...words].length;
    let count = 0;
    for (const _part of new Intl.Segmenter("th", { granularity: "grapheme" }).segment(words)) count += 1;
    return count;
  };

  const written = (number, places) => {
    const plain = number.toFixed(places);
    return meter.dataset.thai === "1" ? plain.replace(/[0-9]/g, (digit) => "๐๑๒๓๔๕๖๗๘๙"[digit]) : plain;
  };

  const count = () => {
    const length = graphemes(text.value);
    meter.querySelector("[data-count]").textContent = written(length, 0);
    meter.querySelector("[data-pages]").textContent = written(length / Number(meter.dataset.page), 1);
    meter.classList.toggle("is-over", length > Number(meter.dataset.limit));
  };

  const grow = () => {
    const most = window.innerHeight * 0.75;
    if (text.scrollHeight > text.clientHeight && text.offsetHeight < most) {
      text.style.height = `${Math.min(text.scrollHeight + 4, most)}px`;
    }
  };

  const changed = () => {
    if (isDirty()) {
      saved.textContent = unsavedWords;
      saved.classList.add("saved-off");
    }
    clearTimeout(counting);
    counting = setTimeout(count, 300);
  };

  text.addEventListener("input", grow);
  form.addEventListener("input", changed);
  form.addEventListener("submit", () => {
    leaving = true;
  });
  window.addEventListener("pageshow", () => {
    leaving = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && isDirty()) event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
      event.preventDefault();
      form.requestSubmit(document.getElementById("save"));
    }
  });
})();
