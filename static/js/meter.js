// How long the answer is: Thai words by the browser's dictionary, and pages of A4 in 16 point; the box grows with it.
"use strict";

(() => {
  const meter = document.getElementById("length");
  const text = document.querySelector("#answer [name=text]");
  if (!meter || !text) return;
  let timer = 0;

  const segments = (granularity) =>
    window.Intl && Intl.Segmenter ? [...new Intl.Segmenter("th", { granularity }).segment(text.value)] : null;

  const written = (number, places) => {
    const plain = number.toLocaleString("en", { minimumFractionDigits: places, maximumFractionDigits: places });
    return meter.dataset.thai === "1" ? plain.replace(/[0-9]/g, (digit) => "๐๑๒๓๔๕๖๗๘๙"[digit]) : plain;
  };

  const count = () => {
    const letters = segments("grapheme");
    const words = segments("word");
    if (!letters) return;
    const counted = words.filter((part) => part.isWordLike).length;
    meter.querySelector("[data-words]").textContent = `${written(counted, 0)} ${meter.dataset.words} · `;
    meter.querySelector("[data-pages]").textContent = written(letters.length / Number(meter.dataset.page), 1);
    meter.classList.toggle("is-over", letters.length > Number(meter.dataset.limit));
  };

  const grow = () => {
    const most = window.innerHeight * 0.75;
    if (text.scrollHeight > text.clientHeight && text.offsetHeight < most) {
      text.style.height = `${Math.min(text.scrollHeight + 4, most)}px`;
    }
  };

  text.addEventListener("input", () => {
    grow();
    clearTimeout(timer);
    timer = setTimeout(count, 300);
  });
  count();
})();
